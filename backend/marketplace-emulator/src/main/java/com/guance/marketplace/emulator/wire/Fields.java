package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of a request, of which each service refuses the wrong ones with an error of its own. */
record Fields(ObjectNode body, String refusal) {
    AwsError refused(String message) {
        return AwsError.client(refusal, message);
    }

    Optional<String> text(String name) throws AwsError {
        var value = member(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw AwsError.client("SerializationException", name + " must be a string.");
        }
        if (value.textValue().isEmpty()) {
            throw refused(name + " must not be empty.");
        }
        return Optional.of(value.textValue());
    }

    /** @param most what is taken where the member is missing, too */
    int size(String name, int most) throws AwsError {
        var value = member(name);
        if (value.isMissingNode()) {
            return most;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw AwsError.client("SerializationException", name + " must be an integer of 32 bits.");
        }
        if (value.intValue() < 1 || value.intValue() > most) {
            throw refused("%s must be 1 to %d.".formatted(name, most));
        }
        return value.intValue();
    }

    List<String> texts(String name) throws AwsError {
        var texts = new ArrayList<String>();
        for (var value : list(name)) {
            if (!value.isTextual()) {
                throw AwsError.client("SerializationException", name + " must be a list of strings.");
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    List<Fields> objects(String name) throws AwsError {
        var objects = new ArrayList<Fields>();
        for (var value : list(name)) {
            if (!(value instanceof ObjectNode object)) {
                throw AwsError.client("SerializationException", name + " must be a list of objects.");
            }
            objects.add(new Fields(object, refusal));
        }
        return objects;
    }

    /** A member that is an object; an empty one where it is missing. */
    Fields object(String name) throws AwsError {
        var value = member(name);
        if (value.isMissingNode()) {
            return new Fields(body.objectNode(), refusal);
        }
        if (value instanceof ObjectNode object) {
            return new Fields(object, refusal);
        }
        throw AwsError.client("SerializationException", name + " must be an object.");
    }

    List<String> names() {
        var names = new ArrayList<String>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private ArrayNode list(String name) throws AwsError {
        var value = member(name);
        if (value.isMissingNode()) {
            return body.arrayNode();
        }
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw AwsError.client("SerializationException", name + " must be a list.");
    }

    private JsonNode member(String name) {
        var value = body.path(name);
        return value.isNull() ? body.path("\u0000missing") : value;
    }
}
