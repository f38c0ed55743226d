package io.segue.cli.console;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows of one statement.
 *
 * @param rows values in the order of the columns: {@link String}, {@link Long}, {@link Double}, {@link Boolean} or null
 */
public record Answer(List<Column> columns, List<List<Object>> rows) {

    /** @param number whether it is shown to the right */
    public record Column(String name, boolean number) {}

    /** A statement without rows. */
    static final Answer NOTHING = new Answer(List.of(), List.of());

    static Answer read(ResultSet resultSet) throws SQLException {
        ResultSetMetaData metaData = resultSet.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int column = 1; column <= metaData.getColumnCount(); column++) {
            columns.add(new Column(metaData.getColumnLabel(column), isNumber(metaData.getColumnType(column))));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (resultSet.next()) {
            rows.add(row(resultSet, metaData));
        }
        return new Answer(List.copyOf(columns), Collections.unmodifiableList(rows));
    }

    private static List<Object> row(ResultSet resultSet, ResultSetMetaData metaData) throws SQLException {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= metaData.getColumnCount(); column++) {
            row.add(value(resultSet, column, metaData.getColumnType(column)));
        }
        return Collections.unmodifiableList(row);
    }

    private static Object value(ResultSet resultSet, int column, int type) throws SQLException {
        Object value =
                switch (type) {
                    case Types.BIGINT -> resultSet.getLong(column);
                    case Types.DOUBLE -> resultSet.getDouble(column);
                    case Types.BIT, Types.BOOLEAN -> resultSet.getBoolean(column);
                    default -> resultSet.getString(column);
                };
        return resultSet.wasNull() ? null : value;
    }

    private static boolean isNumber(int type) {
        return type == Types.BIGINT || type == Types.DOUBLE;
    }

    /** The rows as maps from column name to value, in order. */
    public List<Map<String, Object>> maps() {
        return rows.stream().map(this::map).toList();
    }

    private Map<String, Object> map(List<Object> row) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            map.put(columns.get(column).name(), row.get(column));
        }
        return map;
    }

    /** Only the rows whose {@code column} is {@code value}. */
    public Answer where(String column, String value) {
        return filtered(row -> value.equals(row.get(column)));
    }

    /** Only the rows whose {@code column} is anything else. */
    public Answer whereNot(String column, String value) {
        return filtered(row -> !value.equals(row.get(column)));
    }

    private Answer filtered(Predicate<Map<String, Object>> wanted) {
        return new Answer(columns, rows.stream().filter(row -> wanted.test(map(row))).toList());
    }

    /** The first row's value in {@code column}, as text. */
    public Optional<String> first(String column) {
        return maps().stream().map(row -> row.get(column)).findFirst().map(String::valueOf);
    }
}
