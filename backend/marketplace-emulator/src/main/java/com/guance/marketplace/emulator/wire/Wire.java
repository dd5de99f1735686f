package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.market.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** The protocols that AWS's SDKs speak. All carry the same trees; an instant in a tree is a POJO node. */
enum Wire {
    JSON_1_0("application/x-amz-json-1.0", json()),
    JSON_1_1("application/x-amz-json-1.1", json()),
    /** Smithy RPC v2: the operation is in the path. */
    CBOR("application/cbor", cbor());

    private static final String CBOR_PATHS = "/service/";
    private static final String SMITHY_PROTOCOL = "smithy-protocol";
    private static final String RPC_V2_CBOR = "rpc-v2-cbor";
    /** The tag of an instant as a number of seconds. */
    private static final int EPOCH_SECONDS = 1;

    private final String contentType;
    private final ObjectMapper mapper;

    Wire(String contentType, ObjectMapper mapper) {
        this.contentType = contentType;
        this.mapper = mapper;
    }

    /** What the request is answered in, whether or not it can be understood. */
    static Wire of(Request request) {
        if (request.path().startsWith(CBOR_PATHS)) {
            return CBOR;
        }
        return JSON_1_0.isTypeOf(request) ? JSON_1_0 : JSON_1_1;
    }

    /** Whether the request says that it is in this protocol. */
    boolean isSpokenIn(Request request) {
        return isTypeOf(request)
                && (this != CBOR || request.header(SMITHY_PROTOCOL).orElse("").equals(RPC_V2_CBOR));
    }

    private boolean isTypeOf(Request request) {
        return request.header("Content-Type").orElse("").startsWith(contentType);
    }

    /** @throws AwsError if the body is no object */
    ObjectNode read(Request request) throws AwsError {
        try {
            if (mapper.readTree(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // told below, like any body that is no object
        }
        throw AwsError.client(
                "SerializationException",
                this == CBOR ? "The request body is not a CBOR map." : "The request body is not a JSON object.");
    }

    Response write(int status, JsonNode tree) {
        try {
            return respond(status, mapper.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree of texts, numbers and instants can always be written
        }
    }

    /** An answer that no client can read. */
    Response garbage() {
        return respond(200, "<html>\u0000{\"CustomerAWSAccountId\":".getBytes());
    }

    Response write(AwsError error) {
        return write(
                error.status(),
                mapper.createObjectNode().put("__type", error.type()).put("message", error.getMessage()));
    }

    private Response respond(int status, byte[] body) {
        var response = Response.of(status, contentType, body);
        return this == CBOR ? response.with(SMITHY_PROTOCOL, RPC_V2_CBOR) : response;
    }

    private static ObjectMapper json() {
        return Json.MAPPER.rebuild().addModule(instants()).build();
    }

    private static ObjectMapper cbor() {
        return CBORMapper.builder().addModule(instants()).build();
    }

    private static SimpleModule instants() {
        return new SimpleModule().addSerializer(new Seconds());
    }

    /** Seconds since 1970; CBOR says that they are that. */
    private static final class Seconds extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        Seconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator to, SerializerProvider provider) throws IOException {
            if (to instanceof CBORGenerator cbor) {
                cbor.writeTag(EPOCH_SECONDS);
                cbor.writeNumber(value.toEpochMilli() / 1_000.0);
            } else {
                to.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
            }
        }
    }
}
