package io.segue.cli.bulk;

/** Something else arrived than was sent. */
final class BulkException extends Exception {

    private static final long serialVersionUID = 1L;

    BulkException(String message) {
        super(message);
    }
}
