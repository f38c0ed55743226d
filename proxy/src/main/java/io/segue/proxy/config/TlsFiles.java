package io.segue.proxy.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a listener's certificate is, in PEM. Read at start and again whenever they change.
 *
 * @param certificate with the certificates between it and its authority behind it
 * @param key not encrypted, and nobody else's to read: see {@link KeyFile}
 * @param clientCa the authorities whose certificates clients may show; empty when none are asked for
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {}
