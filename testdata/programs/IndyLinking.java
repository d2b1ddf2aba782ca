// invokedynamic and dynamic constants in generated classes: linked once, by the first of two
// threads, failing the same way again, null and primitive constants.
// flags: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import jdk.internal.org.objectweb.asm.*;
import static jdk.internal.org.objectweb.asm.Opcodes.*;

public class IndyLinking {
    static final AtomicInteger calls = new AtomicInteger();
    static final CyclicBarrier both = new CyclicBarrier(2);

    public static CallSite counted(MethodHandles.Lookup l, String name, MethodType type) {
        int n = calls.incrementAndGet();
        return new ConstantCallSite(MethodHandles.constant(int.class, n).asType(type));
    }
    public static CallSite raced(MethodHandles.Lookup l, String name, MethodType type) throws Exception {
        both.await(20, TimeUnit.SECONDS);
        int n = calls.incrementAndGet();
        return new MutableCallSite(MethodHandles.constant(int.class, n).asType(type));
    }
    public static CallSite checked(MethodHandles.Lookup l, String name, MethodType type) throws Exception {
        throw new java.io.IOException("no " + name + " " + calls.incrementAndGet());
    }
    public static CallSite unchecked(MethodHandles.Lookup l, String name, MethodType type) {
        throw new IllegalStateException("bad " + name + " " + calls.incrementAndGet());
    }
    public static CallSite error(MethodHandles.Lookup l, String name, MethodType type) {
        throw new AssertionError("error " + name + " " + calls.incrementAndGet());
    }
    public static CallSite none(MethodHandles.Lookup l, String name, MethodType type) { return null; }
    public static Object odd(MethodHandles.Lookup l, String name, MethodType type) { return "odd"; }
    public static CallSite wrong(MethodHandles.Lookup l, String name, MethodType type) {
        return new ConstantCallSite(MethodHandles.constant(String.class, "wrong"));
    }
    public static CallSite many(MethodHandles.Lookup l, String name, MethodType type, Object... rest) {
        String text = name + Arrays.toString(rest);
        return new ConstantCallSite(MethodHandles.constant(Object.class, text).asType(type));
    }
    public static CallSite two(MethodHandles.Lookup l, String name, MethodType type, long a, Class<?> b) {
        return new ConstantCallSite(MethodHandles.constant(Object.class, name + a + b).asType(type));
    }
    public static Object constant(MethodHandles.Lookup l, String name, Class<?> type) {
        calls.incrementAndGet();
        System.out.println("constant " + name + " " + type);
        return switch (name) {
            case "nothing" -> null;
            case "big" -> 1L << 40;
            case "small" -> 7;
            case "truth" -> true;
            case "letter" -> 'x';
            case "real" -> 2.5;
            case "fails" -> throw new IllegalArgumentException("fails " + calls.get());
            default -> "text " + name;
        };
    }

    static Handle handle(String name, String desc) {
        return new Handle(H_INVOKESTATIC, "IndyLinking", name, desc, false);
    }
    static Handle site(String name) {
        String result = name.equals("odd") ? "Ljava/lang/Object;" : "Ljava/lang/invoke/CallSite;";
        return handle(name, "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)" + result);
    }
    static ConstantDynamic dynamic(String name, String desc) {
        return new ConstantDynamic(name, desc, handle("constant",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;"));
    }
    static void method(ClassWriter w, String name, String desc, java.util.function.Consumer<MethodVisitor> body) {
        MethodVisitor m = w.visitMethod(ACC_PUBLIC | ACC_STATIC, name, desc, null, null);
        m.visitCode();
        body.accept(m);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }
    static void constantMethod(ClassWriter w, String method, String name, String type, int ret) {
        method(w, method, "()" + type, m -> { m.visitLdcInsn(dynamic(name, type)); m.visitInsn(ret); });
    }
    static Class<?> make() throws Exception {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V11, ACC_PUBLIC, "Gen", null, "java/lang/Object", null);
        for (String name : List.of("counted", "raced", "checked", "unchecked", "error", "none", "odd", "wrong"))
            method(w, name, "()I", m -> { m.visitInvokeDynamicInsn(name, "()I", site(name)); m.visitInsn(IRETURN); });
        String three = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;";
        Handle many = handle("many", three + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;");
        Object[][] lists = { {}, {1}, {"one"}, {1, 2L, 3f, 4d, "five", Type.getType("[I"), Type.getMethodType("(IJ)V"),
            dynamic("inner", "Ljava/lang/String;"), dynamic("nothing", "Ljava/lang/Object;")} };
        for (int i = 0; i < lists.length; i++) {
            Object[] list = lists[i];
            method(w, "many" + i, "()Ljava/lang/Object;", m -> {
                m.visitInvokeDynamicInsn("many", "()Ljava/lang/Object;", many, list); m.visitInsn(ARETURN); });
        }
        method(w, "two", "()Ljava/lang/Object;", m -> {
            m.visitInvokeDynamicInsn("two", "()Ljava/lang/Object;",
                handle("two", three + "JLjava/lang/Class;)Ljava/lang/invoke/CallSite;"), 5L, Type.getType("Ljava/util/List;"));
            m.visitInsn(ARETURN); });
        method(w, "twice", "()I", m -> {
            m.visitInvokeDynamicInsn("counted", "()I", site("counted"));
            m.visitInvokeDynamicInsn("counted", "()I", site("counted"));
            m.visitInsn(ISUB); m.visitInsn(IRETURN); });
        constantMethod(w, "nothing", "nothing", "Ljava/lang/String;", ARETURN);
        constantMethod(w, "nothingAgain", "nothing", "Ljava/lang/String;", ARETURN);
        constantMethod(w, "text", "some", "Ljava/lang/String;", ARETURN);
        constantMethod(w, "big", "big", "J", LRETURN);
        constantMethod(w, "small", "small", "I", IRETURN);
        constantMethod(w, "smallAsByte", "small", "B", IRETURN);
        constantMethod(w, "truth", "truth", "Z", IRETURN);
        constantMethod(w, "letter", "letter", "C", IRETURN);
        constantMethod(w, "real", "real", "D", DRETURN);
        constantMethod(w, "fails", "fails", "I", IRETURN);
        constantMethod(w, "nullInt", "nothing", "I", IRETURN);
        constantMethod(w, "notInt", "some", "I", IRETURN);
        constantMethod(w, "notList", "some", "Ljava/util/List;", ARETURN);
        w.visitEnd();
        return MethodHandles.lookup().defineClass(w.toByteArray());
    }

    static void show(Class<?> gen, String name) throws Exception {
        try {
            System.out.println(name + " = " + gen.getMethod(name).invoke(null));
        } catch (java.lang.reflect.InvocationTargetException e) {
            for (Throwable t = e.getCause(); t != null; t = t.getCause()) System.out.println(name + ": " + t);
        }
    }

    public static void main(String[] args) throws Exception {
        Class<?> gen = make();
        for (String name : List.of("counted", "counted", "twice", "twice", "checked", "checked", "unchecked", "unchecked",
            "error", "error", "none", "none", "odd", "wrong", "many0", "many1", "many2", "many3", "many3", "two",
            "nothing", "nothing", "nothingAgain", "text", "text", "big", "big", "small", "small", "smallAsByte", "truth",
            "truth", "letter", "real", "real", "fails", "fails", "nullInt", "nullInt", "notInt", "notList", "notList"))
            show(gen, name);
        System.out.println(calls.get());
        int before = calls.get();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            threads[i] = new Thread(() -> {
                try {
                    for (int k = 0; k < 1000; k++) seen.add((Integer) gen.getMethod("raced").invoke(null));
                } catch (Exception e) { e.printStackTrace(); }
            });
            threads[i].start();
        }
        for (Thread t : threads) t.join();
        System.out.println(calls.get() - before + " bootstraps, " + new HashSet<>(seen).size() + " value, " + seen.size());
    }
}
