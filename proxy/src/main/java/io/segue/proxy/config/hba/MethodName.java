package io.segue.proxy.config.hba;

import java.util.Map;
import java.util.TreeMap;

/** The word for a method in the configuration. */
public enum MethodName {
    TRUST("trust"),
    REJECT("reject"),
    SCRAM_SHA_256("scram-sha-256"),
    MD5("md5"),
    PASSWORD("password"),
    CERT("cert"),
    PASS_THROUGH("pass-through");

    private final String word;

    MethodName(String word) {
        this.word = word;
    }

    public static Map<String, MethodName> byWord() {
        Map<String, MethodName> byWord = new TreeMap<>();
        for (MethodName name : values()) {
            byWord.put(name.word, name);
        }
        return byWord;
    }

    @Override
    public String toString() {
        return word;
    }
}
