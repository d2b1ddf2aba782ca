import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads, links, initialises and runs classes with changed bytes; arguments: seed, first, end, directories.
 * When a class does not come to an end, which many a changed loop does not, this ends with code 7; the last
 * line is the number of the next one.
 */
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

    /** The starts and lengths of all Code attributes, and the lengths of their instructions. */
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
                        int code = short16(bytes, at + 10) << 16 | short16(bytes, at + 12);
                        found.add(new int[] {at + 6, length, Math.max(1, Math.min(code, length - 8))});
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

    /** How long the methods of one class may run. */
    static final long PATIENCE_MS = 1000;

    /** An argument of a parameter's type. */
    static Object argument(Class<?> type, Random random) {
        int small = random.nextInt(5) - 1;
        if (type == int.class) return small;
        if (type == long.class) return (long) small;
        if (type == float.class) return (float) small;
        if (type == double.class) return (double) small;
        if (type == short.class) return (short) small;
        if (type == byte.class) return (byte) small;
        if (type == char.class) return (char) ('a' + small);
        if (type == boolean.class) return small > 0;
        if (small < 0) return null;
        if (type.isArray()) return Array.newInstance(type.getComponentType(), small);
        return type.isAssignableFrom(String.class) ? "text" : null;
    }

    /** Calls the static methods that the class declares; what they throw has no further effect. */
    static String run(Class<?> made, Random random) throws Throwable {
        String outcome = "accepted";
        for (Method method : made.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) || method.getName().equals("main")) continue;
            for (int turn = 0; turn < 2; turn++) {
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) arguments[i] = argument(method.getParameterTypes()[i], random);
                method.setAccessible(true);
                try {
                    method.invoke(null, arguments);
                    outcome = "ran";
                } catch (InvocationTargetException e) {
                    if (outcome.equals("accepted")) outcome = "threw";
                }
            }
        }
        return outcome;
    }

    static String outcome(byte[] bytes, Random random) {
        try {
            Class<?> made = new Loader().define(bytes);
            Class.forName(made.getName(), true, made.getClassLoader());
            return run(made, random);
        } catch (Throwable t) {
            return t.getClass().getSimpleName();
        }
    }

    static byte[] mutated(List<byte[]> classes, Random random) {
        byte[] bytes = classes.get(random.nextInt(classes.size())).clone();
        int pool = afterPool(bytes);
        List<int[]> codes = codes(bytes, pool);
        for (int flips = 1 + random.nextInt(5) / 3; flips > 0; flips--) {
            int start = 10;
            int length = bytes.length - 10;
            // Mostly methods: what is changed elsewhere is seldom a class file at all.
            if (!codes.isEmpty() && random.nextInt(10) > 0) {
                int[] code = codes.get(random.nextInt(codes.size()));
                start = code[0];
                length = code[1];
                if (random.nextInt(4) > 0) {
                    // Only the instructions, without what surrounds them.
                    length = code[2];
                    start += 8;
                }
            }
            int at = start + random.nextInt(length);
            switch (random.nextInt(3)) {
                case 0: bytes[at] ^= (byte) (1 << random.nextInt(8)); break;
                case 1: bytes[at] = (byte) random.nextInt(256); break;
                default: bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
            }
        }
        return bytes;
    }

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        int first = Integer.parseInt(args[1]), end = Integer.parseInt(args[2]);
        List<byte[]> classes = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            try (var files = Files.walk(Path.of(args[i]))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                    classes.add(Files.readAllBytes(file));
                }
            }
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        // So that the classes that it needs are there.
        report("", first);
        AtomicInteger done = new AtomicInteger(first);
        Thread runner = new Thread(() -> {
            for (int i = first; i < end; i++) {
                Random random = new Random(seed + i);
                outcomes.merge(outcome(mutated(classes, random), random), 1, Integer::sum);
                done.set(i + 1);
            }
        });
        runner.setDaemon(true);
        runner.start();
        int last = -1;
        while (done.get() != last && done.get() < end) {
            last = done.get();
            runner.join(PATIENCE_MS);
        }
        boolean stuck = done.get() < end;
        // What is stuck may have all the memory at times.
        for (String text = null; text == null; ) {
            try {
                text = report(stuck ? "" : outcomes.toString(), done.get() + 1);
                System.out.print(text);
                System.out.flush();
            } catch (OutOfMemoryError e) {
                text = null;
            }
        }
        Runtime.getRuntime().halt(stuck ? 7 : 0);
    }

    /** Three lines: outcomes, the most memory that the process had in KB, the number of the next class. */
    static String report(String outcomes, int next) throws IOException {
        StringBuilder text = new StringBuilder(outcomes).append('\n');
        String status = Files.readString(Path.of("/proc/self/status"));
        int peak = status.indexOf("VmHWM:") + 6;
        text.append(status.substring(peak, status.indexOf("kB", peak)).trim()).append('\n');
        return text.append(next).append('\n').toString();
    }
}
