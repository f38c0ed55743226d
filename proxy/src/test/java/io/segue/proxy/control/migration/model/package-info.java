/**
 * A model of two PostgreSQL nodes, their clients and the proxy's traffic, in memory and in virtual time, for tests of the migration: each
 * call can be made to fail or to be the last before a crash, and at every moment at most one node may take writes.
 */
package io.segue.proxy.control.migration.model;
