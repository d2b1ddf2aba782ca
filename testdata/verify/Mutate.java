import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Loads, links and initialises classes with changed bytes; arguments: seed, count, directories. */
public class Mutate {
    /** Defines one class under the name that its bytes have, whatever that is. */
    static class Loader extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    /** Code that javac made, of many shapes; what is mutated beside the assembled classes. */
    static class Sample extends ArrayList<String> {
        final long[] numbers = {1, 2, 3};
        private double sum;

        Sample(int n) {
            super(n > 3 ? n : 3);
            for (int i = 0; i < n; i++) {
                add(i % 2 == 0 ? "even" : String.valueOf((char) ('a' + i)));
            }
        }

        Object choose(Object value, int kind) throws Exception {
            switch (kind) {
                case 0: return value instanceof String s && !s.isEmpty() ? s.trim() : null;
                case 1: return new int[kind][3][];
                case 2: return value == null ? numbers.clone() : value;
                case 100: throw new Exception("kind " + kind);
                default: sum += kind * 1.5 - numbers[kind % 3];
            }
            try {
                synchronized (this) {
                    return ((Comparable<Object>) value).compareTo("x") > 0 ? 1L : (Object) 2.0f;
                }
            } catch (ClassCastException | NullPointerException e) {
                return e.getMessage();
            } finally {
                sum = -sum;
            }
        }

        static Runnable later(List<String> list, long delay, boolean flag) {
            return () -> {
                for (String text : list) {
                    if (flag ^ text.length() < delay) {
                        list.remove(text);
                        return;
                    }
                }
            };
        }
    }

    /** Where the constant pool ends. */
    static int afterPool(byte[] bytes) {
        int at = 10;
        for (int left = short16(bytes, 8) - 1; left > 0; left--) {
            int tag = bytes[at];
            if (tag == 5 || tag == 6) {
                left--;
            }
            at += switch (tag) {
                case 1 -> 3 + short16(bytes, at + 1);
                case 5, 6 -> 9;
                case 7, 8, 16, 19, 20 -> 3;
                case 15 -> 4;
                default -> 5;
            };
        }
        return at;
    }

    /** The starts and lengths of all code arrays with their exception tables and attributes. */
    static List<int[]> codes(byte[] bytes, int pool) {
        List<int[]> found = new ArrayList<>();
        int at = pool + 8 + 2 * short16(bytes, pool + 6);
        for (int kind = 0; kind < 2; kind++) {
            int members = short16(bytes, at);
            at += 2;
            for (; members > 0; members--) {
                int attributes = short16(bytes, at + 6);
                at += 8;
                for (; attributes > 0; attributes--) {
                    int length = short16(bytes, at + 2) << 16 | short16(bytes, at + 4);
                    // Of the attributes of methods, Code is by far the longest.
                    if (kind == 1 && length > 12) {
                        found.add(new int[] {at + 6, length});
                    }
                    at += 6 + length;
                }
            }
        }
        return found;
    }

    static int short16(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        List<byte[]> classes = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            try (var files = Files.walk(Path.of(args[i]))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                    classes.add(Files.readAllBytes(file));
                }
            }
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            byte[] bytes = classes.get(random.nextInt(classes.size())).clone();
            int pool = afterPool(bytes);
            List<int[]> codes = codes(bytes, pool);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int start = 10;
                int length = bytes.length - 10;
                // Mostly code: what is changed elsewhere is seldom a class file at all.
                if (!codes.isEmpty() && random.nextInt(10) > 0) {
                    int[] code = codes.get(random.nextInt(codes.size()));
                    start = code[0];
                    length = code[1];
                }
                int at = start + random.nextInt(length);
                switch (random.nextInt(3)) {
                    case 0: bytes[at] ^= (byte) (1 << random.nextInt(8)); break;
                    case 1: bytes[at] = (byte) random.nextInt(256); break;
                    default: bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
                }
            }
            String outcome = "accepted";
            try {
                Class<?> made = new Loader().define(bytes);
                Class.forName(made.getName(), true, made.getClassLoader());
            } catch (Throwable t) {
                outcome = t.getClass().getSimpleName();
            }
            outcomes.merge(outcome, 1, Integer::sum);
        }
        System.out.println(outcomes);
    }
}
