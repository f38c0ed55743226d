package io.segue.proxy.data.session;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The account of what a server owes agrees with a model of the server, whatever a client says and however the bytes travel. */
class OutstandingPropertiesTest {

    @Property(tries = 3000)
    void agreesWithAModelOfTheServer(@ForAll @IntRange(min = 1, max = 25) int units, @ForAll long seed) {
        Random random = new Random(seed);
        ModelConversation conversation = new ModelConversation(random);
        ModelClient client = new ModelClient(random, conversation);

        for (int unit = 0; unit < units; unit++) {
            client.speak();
            if (random.nextInt(4) == 0) {
                conversation.settle();
            }
        }

        client.finish();
    }
}
