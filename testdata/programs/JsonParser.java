// A JSON parser and printer, with errors and a query language.
import java.util.*;

public class JsonParser {
    static class JsonException extends RuntimeException {
        JsonException(String m, int at) { super(m + " at " + at); }
    }

    private final String s;
    private int i;

    JsonParser(String s) { this.s = s; }

    static Object parse(String s) {
        JsonParser p = new JsonParser(s);
        Object v = p.value();
        p.space();
        if (p.i < s.length()) throw new JsonException("trailing text", p.i);
        return v;
    }

    private void space() { while (i < s.length() && Character.isWhitespace(s.charAt(i))) i++; }

    private char peek() {
        space();
        if (i >= s.length()) throw new JsonException("unexpected end", i);
        return s.charAt(i);
    }

    private void expect(char c) {
        if (peek() != c) throw new JsonException("expected '" + c + "' but found '" + peek() + "'", i);
        i++;
    }

    private Object value() {
        switch (peek()) {
            case '{': {
                Map<String, Object> m = new LinkedHashMap<>();
                i++;
                if (peek() != '}') {
                    do {
                        space();
                        String k = string();
                        expect(':');
                        m.put(k, value());
                    } while (peek() == ',' && i++ >= 0);
                }
                expect('}');
                return m;
            }
            case '[': {
                List<Object> l = new ArrayList<>();
                i++;
                if (peek() != ']') do l.add(value()); while (peek() == ',' && i++ >= 0);
                expect(']');
                return l;
            }
            case '"': return string();
            case 't': return word("true", true);
            case 'f': return word("false", false);
            case 'n': return word("null", null);
            default: return number();
        }
    }

    private Object word(String w, Object v) {
        if (!s.startsWith(w, i)) throw new JsonException("bad word", i);
        i += w.length();
        return v;
    }

    private Object number() {
        int start = i;
        while (i < s.length() && "+-0123456789.eE".indexOf(s.charAt(i)) >= 0) i++;
        String t = s.substring(start, i);
        try {
            if (t.matches("-?\\d{1,18}")) return Long.valueOf(t);
            return Double.valueOf(t);
        } catch (NumberFormatException e) {
            throw new JsonException("bad number '" + t + "'", start);
        }
    }

    private String string() {
        if (s.charAt(i) != '"') throw new JsonException("expected a string", i);
        StringBuilder sb = new StringBuilder();
        for (i++; ; i++) {
            if (i >= s.length()) throw new JsonException("open string", i);
            char c = s.charAt(i);
            if (c == '"') break;
            if (c == '\\') {
                c = s.charAt(++i);
                switch (c) {
                    case 'n' -> sb.append('\n');
                    case 't' -> sb.append('\t');
                    case 'u' -> {
                        sb.append((char) Integer.parseInt(s, i + 1, i + 5, 16));
                        i += 4;
                    }
                    default -> sb.append(c);
                }
            } else sb.append(c);
        }
        i++;
        return sb.toString();
    }

    static String print(Object o, int indent) {
        String pad = "  ".repeat(indent);
        if (o instanceof Map<?, ?> m) {
            StringJoiner j = new StringJoiner(",\n", "{\n", "\n" + pad + "}").setEmptyValue("{}");
            m.forEach((k, v) -> j.add(pad + "  " + print(k, 0) + ": " + print(v, indent + 1)));
            return j.toString();
        }
        if (o instanceof List<?> l) {
            StringJoiner j = new StringJoiner(", ", "[", "]");
            for (Object v : l) j.add(print(v, indent + 1));
            return j.toString();
        }
        if (o instanceof String t) return '"' + t.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        return String.valueOf(o);
    }

    static Object query(Object o, String path) {
        for (String p : path.split("\\.")) o = o instanceof List<?> l ? l.get(Integer.parseInt(p)) : ((Map<?, ?>) o).get(p);
        return o;
    }

    public static void main(String[] args) {
        String text = """
            {"name": "caf\\u00e9 \\"x\\"", "list": [1, -2.5e3, true, null, [], {}], "nested": {"a": {"b": [10, {"c": "deep"}]}},
             "big": 123456789012345678901234567890, "text": "line\\nline\\ttab\\\\"}
            """;
        Object o = parse(text);
        System.out.println(print(o, 0));
        System.out.println(print(parse(print(o, 0)), 0).equals(print(o, 0)) + " " + query(o, "nested.a.b.1.c") + " " + query(o, "list.1"));
        for (String bad : List.of("", "{", "[1,]", "{\"a\" 1}", "tru", "\"open", "1 2", "{1:2}", "-", "[1 2]")) {
            try {
                System.out.println(parse(bad));
            } catch (JsonException e) {
                System.out.println(e.getMessage());
            }
        }
        StringBuilder deep = new StringBuilder();
        for (int d = 0; d < 500; d++) deep.append("[");
        deep.append("7");
        for (int d = 0; d < 500; d++) deep.append("]");
        int depth = 0;
        for (Object x = parse(deep.toString()); x instanceof List<?> l; x = l.get(0)) depth++;
        System.out.println(depth);
    }
}
