package io.mxfail.format;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values of the program as trees, component by component, for what one version of mxfail writes
/// and reads itself and no one else needs to understand.
///
/// It knows records, sealed interfaces (a member `is` tells which record it was), enumerations,
/// collections, optional values, times, names and records of DNS, and certificates. Only types that
/// the reader asks for are ever made.
final class PlainTree {
    private static final String WHICH = "is";

    private PlainTree() {}

    static Object write(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> number;
            case Long number -> number;
            case Enum<?> constant -> constant.name();
            case Optional<?> optional -> optional.map(PlainTree::write);
            case Duration duration -> duration.toString();
            case Instant instant -> instant.toString();
            case Name name -> name.toString();
            case Record record -> base64(record.toWire(Section.ANSWER));
            case X509Certificate certificate -> base64(encoded(certificate));
            case Collection<?> many -> many.stream().map(PlainTree::write).toList();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> List.of(write(e.getKey()), write(e.getValue())))
                            .toList();
            case java.lang.Record record -> components(record);
            default -> throw new IllegalArgumentException("no tree for " + value.getClass());
        };
    }

    private static Map<String, Object> components(java.lang.Record record) {
        var tree = new LinkedHashMap<String, Object>();
        if (Arrays.stream(record.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            tree.put(WHICH, record.getClass().getSimpleName());
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                tree.put(component.getName(), write(accessor.invoke(record)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a component that cannot be had", e);
            }
        }
        return tree;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate without encoding", e);
        }
    }

    /// @throws Wrong where the tree is none of such a value
    static Object read(JsonValue json, Type type) {
        try {
            return type instanceof ParameterizedType many
                    ? generic(json, many)
                    : plain(json, (Class<?>) type);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Wrong(json.at(), String.valueOf(e.getMessage()));
        }
    }

    private static Object generic(JsonValue json, ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return json instanceof JsonValue.Nothing
                    ? Optional.empty()
                    : Optional.of(read(json, of[0]));
        }
        if (!(json instanceof JsonValue.Elements elements)) {
            throw new Wrong(json.at(), "an array belongs here, not " + json.kind());
        }
        if (raw == Map.class) {
            var map = new LinkedHashMap<Object, Object>();
            for (JsonValue entry : elements.values()) {
                if (!(entry instanceof JsonValue.Elements pair) || pair.values().size() != 2) {
                    throw new Wrong(entry.at(), "a pair belongs here");
                }
                map.put(
                        read(pair.values().getFirst(), of[0]),
                        read(pair.values().getLast(), of[1]));
            }
            return map;
        }
        var values = new ArrayList<Object>();
        elements.values().forEach(value -> values.add(read(value, of[0])));
        return raw == Set.class ? new LinkedHashSet<>(values) : List.copyOf(values);
    }

    private static Object plain(JsonValue json, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return json instanceof JsonValue.Truth truth ? truth.value() : wrong(json, type);
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            if (!(json instanceof JsonValue.Figure figure)) {
                return wrong(json, type);
            }
            try {
                return type == long.class
                        ? (Object) figure.value().longValueExact()
                        : (Object) figure.value().intValueExact();
            } catch (ArithmeticException _) {
                return wrong(json, type);
            }
        }
        if (type.isSealed()) {
            return sealed(json, type);
        }
        if (type.isRecord()) {
            return record(json, type);
        }
        return json instanceof JsonValue.Text text ? text(text, type) : wrong(json, type);
    }

    private static Object text(JsonValue.Text text, Class<?> type) {
        String value = text.value();
        if (type == String.class) {
            return value;
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .map(Object.class::cast)
                    .findFirst()
                    .orElseGet(() -> wrong(text, type));
        }
        if (type == Duration.class) {
            return Duration.parse(value);
        }
        if (type == Instant.class) {
            return Instant.parse(value);
        }
        try {
            if (type == Name.class) {
                return Name.fromString(value);
            }
            byte[] bytes = Base64.getDecoder().decode(value);
            if (Record.class.isAssignableFrom(type)) {
                return type.cast(Record.fromWire(bytes, Section.ANSWER));
            }
            return type == X509Certificate.class
                    ? CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes))
                    : wrong(text, type);
        } catch (TextParseException e) {
            throw new Wrong(text.at(), String.valueOf(e.getMessage()));
        } catch (IOException | CertificateException | ClassCastException _) {
            return wrong(text, type);
        }
    }

    private static Object sealed(JsonValue json, Class<?> type) {
        Optional<String> which = json.text(WHICH);
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(one -> which.filter(one.getSimpleName()::equals).isPresent())
                .findFirst()
                .map(one -> record(json, one))
                .map(Object.class::cast)
                .orElseGet(() -> wrong(json, type));
    }

    private static Object record(JsonValue json, Class<?> type) {
        if (!(json instanceof JsonValue.Members members)) {
            return wrong(json, type);
        }
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            JsonValue value = members.byName().get(components[i].getName());
            if (value == null) {
                throw new Wrong(json.at(), "`" + components[i].getName() + "` is missing");
            }
            types[i] = components[i].getType();
            values[i] = read(value, components[i].getGenericType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Wrong(json.at(), String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record that cannot be made", e);
        }
    }

    private static Object wrong(JsonValue json, Class<?> type) {
        throw new Wrong(json.at(), "this is no " + type.getSimpleName());
    }
}
