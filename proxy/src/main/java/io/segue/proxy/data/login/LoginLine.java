package io.segue.proxy.data.login;

import io.netty.channel.Channel;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;

/** The connection of a login, as the {@link Login} uses it. Event loop, but for {@link #resume}. */
interface LoginLine {

    Channel channel();

    void send(BackendMessage message);

    /** The connection is closed behind the last word. */
    void end(ErrorFields lastWord);

    /** No more messages: what follows is for somebody else. */
    void stop();

    /** What the client sends waits until {@link #resume}. */
    void pause();

    /** What was waited for is there. Any thread. @param event runs on the event loop, unless the login is over */
    void resume(Runnable event);

    /** What the client sends waits until {@link #listen}; how much it may send is the session's to say. */
    void hold();

    /** The client's next message is wanted, although the session behind may have switched reading off. */
    void listen();

    /** Leaves the pipeline; what the client has sent behind its login goes to the next handler. */
    void leave();
}
