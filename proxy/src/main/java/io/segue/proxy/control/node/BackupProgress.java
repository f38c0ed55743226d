package io.segue.proxy.control.node;

/** How far a base backup is, in bytes. */
public record BackupProgress(long doneBytes, long totalBytes) {}
