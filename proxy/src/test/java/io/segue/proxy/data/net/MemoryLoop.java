package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.segue.proxy.gate.SteppedLoop;

/** A {@link SteppedLoop} that carries connections in memory. What arrives at one of them waits for its step like every other task. */
public final class MemoryLoop extends SteppedLoop implements IoEventLoop {

    private final IoHandler connections = LocalIoHandler.newFactory().newHandler(this);
    private final Promise<Void> never = newPromise();

    @Override
    public MemoryLoop next() {
        return this;
    }

    /** Itself: it belongs to whoever steps it. */
    @Override
    public IoEventLoopGroup parent() {
        return this;
    }

    @Override
    public Promise<?> terminationFuture() {
        return never;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    /** On this loop. */
    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        assert inEventLoop();
        Promise<IoRegistration> promise = newPromise();
        try {
            promise.setSuccess(connections.register(handle));
        } catch (Exception e) {
            promise.setFailure(e);
        }
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> kind) {
        return connections.isCompatible(kind);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> kind) {
        return kind.isInstance(connections);
    }
}
