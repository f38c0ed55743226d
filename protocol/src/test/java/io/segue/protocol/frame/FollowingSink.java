package io.segue.protocol.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.segue.protocol.frame.Frames.Frame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes down what a scanner tells it. It wants to see all of a Parse, four bytes of a Query, one of a Z, and nothing of the rest. */
final class FollowingSink implements FrameScanner.Sink {

    private final List<String> events = new ArrayList<>();
    private final Set<Integer> refuseOnce = new HashSet<>();
    private int admitted;
    private int refusals;

    /** What is written down for a conversation that passes as a whole. */
    static List<String> eventsOf(Frames conversation) {
        List<String> events = new ArrayList<>();
        for (Frame message : conversation.messages()) {
            events.add("admit " + message.type());
            events.add("frame " + message.type() + " " + message.body().length);
            int wanted = Math.min(wanted((byte) message.type(), message.body().length), message.body().length);
            if (wanted > 0) {
                events.add("body " + message.type() + " " + ByteBufUtil.hexDump(message.body(), 0, wanted));
            }
        }
        return events;
    }

    /** @param messages numbers, from 0, of those that are admitted only when asked about a second time */
    void refuseOnce(Set<Integer> messages) {
        refuseOnce.addAll(messages);
    }

    List<String> events() {
        return events;
    }

    int admitted() {
        return admitted;
    }

    int refusals() {
        return refusals;
    }

    @Override
    public boolean admit(byte type) {
        if (refuseOnce.remove(admitted)) {
            refusals++;
            return false;
        }
        admitted++;
        events.add("admit " + (char) type);
        return true;
    }

    @Override
    public int frame(byte type, int bodyBytes) {
        events.add("frame " + (char) type + " " + bodyBytes);
        return wanted(type, bodyBytes);
    }

    @Override
    public void body(byte type, ByteBuf buffer, int index, int length) {
        events.add("body " + (char) type + " " + ByteBufUtil.hexDump(buffer, index, length));
    }

    private static int wanted(byte type, int bodyBytes) {
        return switch (type) {
            case 'P' -> bodyBytes;
            case 'Q' -> 4;
            case 'Z' -> 1;
            default -> 0;
        };
    }
}
