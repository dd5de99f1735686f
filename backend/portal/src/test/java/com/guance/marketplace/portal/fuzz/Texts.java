package com.guance.marketplace.portal.fuzz;

import java.util.List;

/** Texts that have broken other systems. */
final class Texts {
    static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\t\r\n",
            "a",
            "x".repeat(300),
            "x".repeat(1_500),
            "\u0000",
            "a\u0000b",
            "\u0007\u001b[31m",
            "\ud800",
            "a\udc00b",
            "\u202eevil\u202c",
            "\u200b\u200b",
            "\ufeffbom",
            "e\u0301".repeat(40),
            "Z\u0351\u036b\u0343".repeat(20),
            "𠮷野家",
            "👩‍👩‍👧‍👦".repeat(20),
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "{{7*7}} ${7*7} {mail.recipient}",
            "${jndi:ldap://127.0.0.1/x}",
            "' OR '1'='1' --",
            "'; DROP TABLE subscriptions; --",
            "\\",
            "%00%0d%0aSet-Cookie: a=b",
            "a\r\nBcc: victim@example.com",
            "../../../../etc/passwd",
            "=cmd|' /C calc'!A0",
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "99999999999999999999",
            "NaN",
            "00000000-0000-0000-0000-000000000000",
            "ADMIN@EXAMPLE.COM",
            "a@b",
            "a@b..com",
            "very.long.".repeat(30) + "@example.com",
            "us1",
            "cn2",
            "EN",
            "en");

    /** Texts that a header can carry. */
    static final List<String> HEADERS = List.of(
            "x",
            "zh-CN",
            "en;q=0.5,zh;q=0.9",
            "*",
            "zh-Hant-TW",
            "x".repeat(2_000),
            ";;;,,,",
            "en;q=nan",
            "Bearer",
            "null");

    /** Bodies that are no JSON object of ours. */
    static final List<String> BODIES = List.of(
            "",
            "{",
            "}",
            "[]",
            "null",
            "true",
            "1",
            "\"text\"",
            "{}{}",
            "{\"a\":1,\"a\":2}",
            "{\"login\":\"a\",\"login\":\"b\"}",
            "[".repeat(200),
            "{\"a\":".repeat(500) + "1" + "}".repeat(500),
            "{\"email\":" + "1".repeat(400) + "}",
            "\u0000\u0001\u0002",
            "<xml/>",
            "a=b&c=d",
            "{'single':'quotes'}",
            "{\"a\":NaN}",
            "{\"__proto__\":{\"role\":\"OWNER\"}}",
            "{\"payer\":\"me\",\"role\":\"OWNER\",\"state\":\"NORMAL\"}",
            "{\"name\":\"" + "y".repeat(30_000) + "\"}",
            "\"" + "z".repeat(60_000) + "\"");

    private Texts() {}
}
