package io.segue.proxy.control.node;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;

/** A connection for the length of one question: a query in, values out. */
record SqlSession(Connection connection) {

    /** What is made of one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @throws NoSuchElementException when there is no row: for queries that always have one */
    <T> T one(String sql, Row<T> row, Object... parameters) throws SQLException {
        return all(sql, row, parameters).getFirst();
    }

    <T> List<T> all(String sql, Row<T> row, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        }
    }

    /** A statement whose result, if it has one, is of no interest. */
    void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    Array texts(Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    Array integers(Collection<Integer> integers) throws SQLException {
        return connection.createArrayOf("int4", integers.toArray());
    }
}
