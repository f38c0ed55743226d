package io.segue.proxy.route;

/** One PostgreSQL server that a shard can live on, by the name the operator gave it. */
public record Node(String name, Address address) {

    @Override
    public String toString() {
        return name;
    }
}
