package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes down what it hears. */
final class Heard implements LinkListener {

    private final List<String> events = new ArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void serverBytes(ByteBuf bytes) {
        events.add(bytes.toString(ISO_8859_1));
        bytes.release();
    }

    @Override
    public void serverReadComplete() {
        events.add("(read complete)");
    }

    @Override
    public void serverGone() {
        events.add("(gone)");
    }

    @Override
    public void serverWritabilityChanged() {
        events.add("(writability)");
    }
}
