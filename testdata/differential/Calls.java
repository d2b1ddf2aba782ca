import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Calls every method of the classes that a file lists with pseudo-random arguments, and prints one line for
 * each block of calls, with a hash of results, exceptions, where they came from, and the state of receivers.
 * Methods that the file `skip` beside it lists are not called; the last of a run that ends in want of memory or
 * stack is named. Arguments: the seed, the file, the number of blocks, and optionally one block of one method (as its line
 * begins) of which each call is printed.
 */
public class Calls {
    /** Calls of a method one after the other. */
    static final int BLOCK = 25;
    /** Turns of loops and calls in one call. */
    static final int FUEL = 3000;
    /** Objects kept of each class, to be receivers and arguments. */
    static final int KEPT = 12;

    static final String ABANDONED = "abandoned in ";

    static final PrintStream OUT = System.out;
    static final List<Object> STRINGS = List.of("", "a", "text", "-17", "3.5e-7", "zäöü€", "0x7f", "A longer text, of words; 12:30");

    static long x;
    static String watched = "";
    static long calls;
    static final Map<Class<?>, List<Object>> kept = new HashMap<>();
    static final Map<Class<?>, Field[]> fields = new HashMap<>();
    /** The next place of a class's objects, once there are enough. */
    static final Map<Class<?>, Integer> turn = new HashMap<>();
    /** The hash of the call under way, and what it was made of if it is watched. */
    static long hash;
    static StringBuilder trail;

    static int random(int limit) {
        x = x * 6364136223846793005L + 1442695040888963407L;
        return (int) ((x >>> 33) % limit);
    }

    static long bits() {
        long high = random(1 << 30);
        return high << 34 ^ (long) random(1 << 30) << 17 ^ random(1 << 30);
    }

    static long number() {
        switch (random(10)) {
            case 0: return 0;
            case 1: return -1;
            case 2: return random(2) == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            case 3: return random(2) == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            case 4: return 1L << random(64);
            case 5: return bits();
            case 6: return (int) bits();
            case 7: return -random(40);
            default: return random(12);
        }
    }

    static double real() {
        switch (random(9)) {
            case 0: return Double.NaN;
            case 1: return random(2) == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 2: return -0.0;
            case 3: return random(2) == 0 ? Double.MIN_VALUE : Double.MAX_VALUE;
            case 4: return Double.longBitsToDouble(bits());
            case 5: return number();
            default: return (random(2000) - 1000) * 0.37;
        }
    }

    static String text() {
        return (String) STRINGS.get(random(STRINGS.size()));
    }

    /** A value for a parameter. */
    static Object argument(Class<?> type, int depth) {
        if (type == int.class || type == Integer.class) return (int) number();
        if (type == long.class || type == Long.class) return number();
        if (type == short.class || type == Short.class) return (short) number();
        if (type == byte.class || type == Byte.class) return (byte) number();
        if (type == char.class || type == Character.class) return (char) (random(4) == 0 ? number() : 32 + random(96));
        if (type == boolean.class || type == Boolean.class) return random(2) == 0;
        if (type == float.class || type == Float.class) return random(3) == 0 ? Float.intBitsToFloat((int) bits()) : (float) real();
        if (type == double.class || type == Double.class) return real();
        if (random(12) == 0) return null;
        if (type.isArray()) return array(type.getComponentType(), depth);
        if (type == Object.class || type == Comparable.class || type == Number.class) {
            Class<?>[] some = {Integer.class, Long.class, Double.class, String.class, Character.class};
            Object value = argument(some[random(type == Number.class ? 3 : 5)], depth + 1);
            return type.isInstance(value) ? value : null;
        }
        if (type == String.class || type == CharSequence.class) return text();
        if (type == StringBuilder.class) return new StringBuilder(text());
        if (type == Comparator.class) return random(2) == 0 ? Comparator.naturalOrder() : Comparator.reverseOrder();
        if (type == Class.class) return random(2) == 0 ? Integer.class : String.class;
        if (type == Locale.class) return Locale.ROOT;
        if (type == Function.class || type == UnaryOperator.class) return (UnaryOperator<Object>) o -> o;
        if (type == BiFunction.class) return (BiFunction<Object, Object, Object>) (a, b) -> a == null ? b : a;
        if (type == IntFunction.class) return (IntFunction<Object>) i -> i;
        if (type == Predicate.class) return (Predicate<Object>) o -> o instanceof String;
        if (type == Supplier.class) return (Supplier<Object>) () -> "supplied";
        if (type == Consumer.class) return (Consumer<Object>) o -> { };
        if (type.isAssignableFrom(ArrayList.class)) return list();
        if (type.isAssignableFrom(HashMap.class)) {
            Map<Object, Object> map = new HashMap<>();
            for (Object key : list()) map.put(key, random(100));
            return map;
        }
        List<Object> fitting = new ArrayList<>();
        for (Class<?> c : order) {
            if (type.isAssignableFrom(c)) fitting.addAll(kept.getOrDefault(c, List.of()));
        }
        return fitting.isEmpty() ? null : fitting.get(random(fitting.size()));
    }

    static List<Object> list() {
        List<Object> list = new ArrayList<>();
        boolean texts = random(2) == 0;
        for (int n = random(7); n > 0; n--) list.add(texts ? text() : (Object) (int) number());
        return list;
    }

    static Object array(Class<?> type, int depth) {
        Object array = Array.newInstance(type, depth > 2 ? 0 : random(4) == 0 ? random(40) : random(6));
        boolean texts = random(2) == 0;
        for (int i = 0; i < Array.getLength(array); i++) {
            Object value = type == Object.class && random(8) > 0 ? texts ? text() : (Object) random(99) : argument(type, depth + 1);
            if (value != null) Array.set(array, i, value);
        }
        return array;
    }

    static void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L + (hash >>> 29);
    }

    /** Without what may be an identity hash. */
    static String anonymous(String text) {
        boolean suspicious = text.indexOf('@') >= 0 || text.indexOf("0x") >= 0;
        return suspicious ? text.replaceAll("@(0x)?[0-9a-f]+|0x[0-9a-f]{6,}", "@") : text;
    }

    static void mix(String text) {
        text = anonymous(text);
        mix(text.hashCode());
        if (trail != null) trail.append(' ').append(text);
    }

    /** What can be said of a value in every VM: never anything that depends on identity hashes. */
    static void digest(Object value, int depth) throws IllegalAccessException {
        if (value == null) {
            mix("null");
        } else if (value instanceof Double d) {
            mix(Long.toHexString(Double.doubleToLongBits(d)));
        } else if (value instanceof Float f) {
            mix(Integer.toHexString(Float.floatToIntBits(f)));
        } else if (value instanceof String || value instanceof Number && value.getClass().getName().startsWith("java.")
                || value instanceof Boolean || value instanceof Character) {
            mix(value.toString());
        } else if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            mix(value.getClass().getName() + "[" + length);
            for (int i = 0; i < Math.min(length, 24) && depth < 5; i++) digest(Array.get(value, i), depth + 1);
        } else if (value instanceof Throwable t && !t.getClass().getName().startsWith("m.")) {
            mix(t.getClass().getName());
        } else if (value.getClass().getName().startsWith("m.")) {
            // The names of hidden classes are not their own.
            mix(value.getClass().isHidden() ? "hidden" : value.getClass().getName());
            if (depth < 4 && !value.getClass().isHidden()) state(value, value.getClass(), depth);
        } else if (value instanceof ArrayList<?> || value instanceof HashMap<?, ?>) {
            Collection<?> values = value instanceof ArrayList<?> list ? list : ((HashMap<?, ?>) value).values();
            mix(value.getClass().getName() + values.size());
            int left = 12;
            for (Object element : values) {
                if (left-- > 0 && depth < 4) digest(element, depth + 1);
            }
        } else {
            mix(value.getClass().isHidden() ? "hidden" : value.getClass().getName());
        }
    }

    /** The fields that an object, or with null a class, has of its own. */
    static void state(Object value, Class<?> type, int depth) throws IllegalAccessException {
        for (Class<?> c = type; c != null && c.getName().startsWith("m."); c = value == null ? null : c.getSuperclass()) {
            for (Field field : fields(c)) {
                if (Modifier.isStatic(field.getModifiers()) == (value == null)) digest(field.get(value), depth + 1);
            }
        }
    }

    static Field[] fields(Class<?> type) {
        return fields.computeIfAbsent(type, c -> {
            Field[] found = c.getDeclaredFields();
            for (Field field : found) field.setAccessible(true);
            Arrays.sort(found, Comparator.comparing(Field::getName));
            return found;
        });
    }

    /** The method that is being called. */
    static String now = "";
    static List<Class<?>> order = new ArrayList<>();

    static void keep(Object value) {
        if (value == null || !value.getClass().getName().startsWith("m.") || value.getClass().isHidden()) return;
        List<Object> list = kept.computeIfAbsent(value.getClass(), c -> {
            if (!order.contains(c)) order.add(c);
            return new ArrayList<>();
        });
        if (list.size() < KEPT) {
            list.add(value);
        } else {
            int at = turn.merge(value.getClass(), 1, Integer::sum) % KEPT;
            list.set(at, value);
        }
    }

    static void thrown(Throwable t) {
        // Of default methods in conflict, HotSpot's reflection says so at first, and later that none is there.
        boolean conflict = t.getClass() == IncompatibleClassChangeError.class && t.getMessage().startsWith("Conflicting default");
        if (conflict || t instanceof AbstractMethodError) {
            mix("!no method");
            return;
        }
        mix("!" + t.getClass().getName());
        if (t == Fuel.EXHAUSTED) return;
        Fuel.left = FUEL;
        try {
            // HotSpot's interpreter says nothing of a monitorexit without a lock.
            if (!(t instanceof IllegalMonitorStateException)) mix(String.valueOf(t.getMessage()));
        } catch (Throwable again) {
            mix("!!" + again.getClass().getName());
        }
        int shown = 3;
        for (StackTraceElement frame : t.getStackTrace()) {
            // Methods that HotSpot makes itself, of which no class file knows, have no line.
            boolean real = frame.getClassName().startsWith("m.") && frame.getLineNumber() >= 0;
            if (real && shown-- > 0) {
                mix(frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber());
            }
        }
    }

    /** One call; false when it cannot be made. */
    static boolean call(Executable method) throws Exception {
        Object receiver = null;
        if (method instanceof Method && !Modifier.isStatic(method.getModifiers())) {
            for (int tries = 0; receiver == null && tries < 4; tries++) receiver = argument(method.getDeclaringClass(), 0);
            if (!method.getDeclaringClass().isInstance(receiver)) return false;
        }
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) arguments[i] = argument(types[i], 0);
        calls++;
        Fuel.left = FUEL;
        try {
            Object result = method instanceof Method m ? m.invoke(receiver, arguments) : ((Constructor<?>) method).newInstance(arguments);
            mix("=");
            digest(result, 0);
            keep(result);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            // Memory and stacks end elsewhere in every VM, and from here on all may be different.
            for (Throwable t = cause; t != null; t = t.getCause()) {
                boolean computed = String.valueOf(t.getMessage()).startsWith("Required ");
                if (t instanceof VirtualMachineError && !computed) throw (VirtualMachineError) t;
            }
            thrown(cause);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            // The class could not be initialized.
            thrown(e);
        }
        mix("after");
        if (receiver != null) digest(receiver, 1);
        for (Object argument : arguments) {
            if (argument != null && argument.getClass().isArray()) digest(argument, 2);
        }
        return true;
    }

    static String line(Executable method) {
        return method.getDeclaringClass().getName() + "." + method.getName() + Arrays.toString(method.getParameterTypes())
                + (method instanceof Method m ? m.getReturnType().getName() : "");
    }

    static void run(List<Executable> methods, int blocks) throws Exception {
        for (int block = 0; block < blocks; block++) {
            for (Executable method : methods) {
                String line = block + " " + line(method);
                now = line(method);
                boolean all = line.equals(watched);
                hash = 0;
                int made = 0;
                for (int i = 0; i < BLOCK; i++) {
                    trail = all ? new StringBuilder() : null;
                    if (call(method)) made++;
                    if (all) OUT.println("  " + i + trail);
                }
                if (made > 0) OUT.println(line + " " + Long.toHexString(hash));
            }
            for (Class<?> type : List.copyOf(order)) {
                hash = 0;
                String line = block + " statics of " + type.getName();
                trail = line.equals(watched) ? new StringBuilder() : null;
                state(null, type, 1);
                if (trail != null) OUT.println("  " + trail);
                OUT.println(line + " " + Long.toHexString(hash));
            }
        }
    }

    static void main(Path file, int blocks) throws Exception {
        Path skip = file.resolveSibling("skip");
        List<String> skipped = Files.exists(skip) ? Files.readAllLines(skip) : List.of();
        List<Executable> methods = new ArrayList<>();
        for (String name : Files.readAllLines(file)) {
            Class<?> type;
            try {
                type = Class.forName(name, false, Calls.class.getClassLoader());
                List<Executable> own = new ArrayList<>();
                if (!Modifier.isAbstract(type.getModifiers()) && !type.isEnum()) own.addAll(List.of(type.getDeclaredConstructors()));
                for (Method method : type.getDeclaredMethods()) {
                    if ((method.getModifiers() & (Modifier.ABSTRACT | Modifier.NATIVE)) == 0) own.add(method);
                }
                own.sort(Comparator.comparing(Calls::line));
                for (Executable method : own) method.setAccessible(true);
                methods.addAll(own);
            } catch (LinkageError e) {
                OUT.println(name + " " + anonymous(e.toString().lines().findFirst().get()));
                continue;
            }
            Fuel.left = 1_000_000;
            try {
                Class.forName(name, true, Calls.class.getClassLoader());
                if (!order.contains(type)) order.add(type);
                for (Field field : fields(type)) {
                    if (Modifier.isStatic(field.getModifiers())) keep(field.get(null));
                }
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Error e) {
                OUT.println(name + " " + anonymous(e.toString()));
            }
        }
        methods.removeIf(method -> skipped.contains(line(method)));
        run(methods, blocks);
    }

    public static void main(String[] args) throws Exception {
        x = Long.parseLong(args[0]);
        int blocks = Integer.parseInt(args[2]);
        if (args.length > 3) watched = args[3];
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        Thread runner = new Thread(null, () -> {
            try {
                main(Path.of(args[1]), blocks);
                OUT.println("end");
            } catch (VirtualMachineError e) {
                OUT.println(ABANDONED + now);
            } catch (Throwable e) {
                e.printStackTrace(OUT);
            }
        }, "calls", 512L << 20);
        runner.start();
        runner.join();
        OUT.println("calls " + calls);
        OUT.flush();
        Runtime.getRuntime().halt(0);
    }
}
