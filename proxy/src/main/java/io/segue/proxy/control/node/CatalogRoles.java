package io.segue.proxy.control.node;

import java.util.Map;

/**
 * What a server says of the roles it was asked for.
 *
 * @param byName those that exist
 * @param passwordEncryption {@code password_encryption}: how it stores new passwords, and what it asks strangers for
 */
public record CatalogRoles(Map<String, CatalogRole> byName, String passwordEncryption) {

    public CatalogRoles {
        byName = Map.copyOf(byName);
    }
}
