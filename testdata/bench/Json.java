// Writing and parsing JSON with maps, lists and strings.
// args: 1500
import java.util.*;

public class Json {
    final String s;
    int i;

    Json(String s) { this.s = s; }

    Object value() {
        skip();
        char c = s.charAt(i);
        if (c == '{') {
            Map<String, Object> m = new LinkedHashMap<>();
            i++;
            while (skip() != '}') {
                String k = (String) value();
                skip();
                i++;
                m.put(k, value());
                if (skip() == ',') i++;
            }
            i++;
            return m;
        }
        if (c == '[') {
            List<Object> l = new ArrayList<>();
            i++;
            while (skip() != ']') {
                l.add(value());
                if (skip() == ',') i++;
            }
            i++;
            return l;
        }
        if (c == '"') {
            StringBuilder sb = new StringBuilder();
            for (i++; (c = s.charAt(i)) != '"'; i++) sb.append(c == '\\' ? s.charAt(++i) : c);
            i++;
            return sb.toString();
        }
        int start = i;
        while (i < s.length() && ",]} \n".indexOf(s.charAt(i)) < 0) i++;
        String t = s.substring(start, i);
        switch (t) {
            case "true": return true;
            case "false": return false;
            case "null": return null;
            default: return Double.valueOf(t);
        }
    }

    char skip() {
        while (s.charAt(i) <= ' ') i++;
        return s.charAt(i);
    }

    static void write(Object o, StringBuilder sb) {
        if (o instanceof Map<?, ?> m) {
            String sep = "{";
            for (Map.Entry<?, ?> e : m.entrySet()) {
                sb.append(sep);
                write(e.getKey(), sb);
                sb.append(": ");
                write(e.getValue(), sb);
                sep = ", ";
            }
            sb.append('}');
        } else if (o instanceof List<?> l) {
            String sep = "[";
            for (Object x : l) {
                sb.append(sep);
                write(x, sb);
                sep = ", ";
            }
            sb.append(']');
        } else if (o instanceof String t) {
            sb.append('"');
            for (int k = 0; k < t.length(); k++) {
                if (t.charAt(k) == '"' || t.charAt(k) == '\\') sb.append('\\');
                sb.append(t.charAt(k));
            }
            sb.append('"');
        } else sb.append(o);
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        List<Object> l = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("id", (double) i);
            m.put("name", "na\"me" + i);
            m.put("tags", List.of("a" + i % 5, "b", i % 3 == 0));
            m.put("nested", Map.of("x", i / 4.0));
            l.add(m);
        }
        StringBuilder sb = new StringBuilder();
        write(l, sb);
        Object back = new Json(sb.toString()).value();
        StringBuilder again = new StringBuilder();
        write(back, again);
        System.out.println(sb.length() + " " + back.equals(l) + " " + again.toString().hashCode());
    }
}
