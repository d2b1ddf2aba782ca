// java.lang.invoke: mistyped calls, call sites that change, proxies, cracking, hidden classes.
// flags: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
// javac: --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED
import java.lang.invoke.*;
import java.lang.reflect.*;
import java.nio.ByteOrder;
import java.util.*;
import jdk.internal.org.objectweb.asm.*;
import static java.lang.invoke.MethodType.methodType;
import static jdk.internal.org.objectweb.asm.Opcodes.*;

public class InvokeTour {
    interface Step { void run() throws Throwable; }
    interface Greeter { String greet(String who); default String twice(String w) { return greet(w) + greet(w); } }
    static class Base { String who() { return "base"; } private String mine() { return "mine"; } }
    static class Derived extends Base {
        @Override String who() { return "derived"; }
        static MethodHandle superWho() throws Exception {
            return MethodHandles.lookup().findSpecial(Base.class, "who", methodType(String.class), Derived.class);
        }
    }
    record Point(int x, double y, String name, long[] data) { }
    record Empty() { }
    static int count = 0;
    int field = 3;
    static String join(String a, int b) { return a + b; }
    static void boom() throws Exception { throw new java.io.IOException("boom"); }
    static String vary(Object... xs) { return "vary" + xs.length; }

    static void attempt(String what, Step step) {
        try { step.run(); System.out.println(what + " ok"); }
        catch (Throwable e) { System.out.println((what + ": " + e + (e.getCause() == null ? "" : " / " + e.getCause())).replaceAll("(@|/0x)[0-9a-f]+", "$1")); }
    }

    static void mistyped() throws Throwable {
        MethodHandle join = MethodHandles.lookup().findStatic(InvokeTour.class, "join", methodType(String.class, String.class, int.class));
        attempt("exact", () -> { String s = (String) join.invokeExact("a", 1); System.out.println(s); });
        attempt("result", () -> { Object s = join.invokeExact("a", 1); });
        attempt("argument", () -> { String s = (String) join.invokeExact((Object) "a", 1); });
        attempt("count", () -> { String s = (String) join.invokeExact("a"); });
        attempt("void", () -> { join.invokeExact("a", 1); });
        attempt("generic", () -> { Object s = join.invoke((Object) "a", (short) 1); System.out.println(s); });
        attempt("generic cast", () -> { Object s = join.invoke((Object) 5, 1); });
        attempt("generic count", () -> { Object s = join.invoke("a", 1, 2); });
        attempt("generic long", () -> { Object s = join.invoke("a", 1L); });
        attempt("null int", () -> { Object s = join.invoke("a", (Integer) null); });
        attempt("with arguments", () -> System.out.println(join.invokeWithArguments("q", 9)));
        attempt("with few arguments", () -> join.invokeWithArguments("q"));
        attempt("null handle", () -> { MethodHandle n = null; n.invokeExact(); });
        MethodHandle boom = MethodHandles.lookup().findStatic(InvokeTour.class, "boom", methodType(void.class));
        attempt("boom", () -> boom.invokeExact());
        MethodHandle vary = MethodHandles.lookup().findStatic(InvokeTour.class, "vary", methodType(String.class, Object[].class));
        attempt("vary", () -> System.out.println((String) vary.invoke(1, "b", 'c') + vary.invoke() + vary.invoke((Object) null)));
        attempt("vary exact", () -> { String s = (String) vary.invokeExact(1); });
        attempt("spread", () -> System.out.println(join.asSpreader(Object[].class, 2).invoke(new Object[] {"s", 4})));
        attempt("spread short", () -> join.asSpreader(Object[].class, 2).invoke(new Object[] {"s"}));
        attempt("asType", () -> join.asType(methodType(int.class, String.class, int.class)));
        attempt("bindTo", () -> System.out.println((String) join.bindTo("bound").invokeExact(3)));
        attempt("bindTo wrong", () -> join.bindTo(4));
    }

    static void lookups() throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        System.out.println((String) Derived.superWho().invokeExact(new Derived()));
        attempt("special elsewhere", () -> l.findSpecial(Base.class, "who", methodType(String.class), Derived.class));
        attempt("no method", () -> l.findStatic(InvokeTour.class, "absent", methodType(void.class)));
        attempt("not static", () -> l.findStatic(Base.class, "who", methodType(String.class)));
        attempt("is static", () -> l.findVirtual(InvokeTour.class, "join", methodType(String.class, String.class, int.class)));
        attempt("no field", () -> l.findGetter(InvokeTour.class, "field", long.class));
        attempt("static field", () -> l.findGetter(InvokeTour.class, "count", int.class));
        attempt("private", () -> MethodHandles.publicLookup().findVirtual(Base.class, "mine", methodType(String.class)));
        attempt("jdk private", () -> l.findVirtual(String.class, "isLatin1", methodType(boolean.class)));
        attempt("constructor", () -> System.out.println(l.findConstructor(ArrayList.class, methodType(void.class, Collection.class)).invoke(List.of(1))));
        attempt("abstract", () -> l.findConstructor(AbstractList.class, methodType(void.class)).invoke());
        MethodHandle m = l.unreflect(InvokeTour.class.getDeclaredMethod("join", String.class, int.class));
        for (MethodHandle h : List.of(m, l.unreflectConstructor(ArrayList.class.getConstructor(int.class)),
                l.unreflectGetter(InvokeTour.class.getDeclaredField("field")), l.unreflectSetter(InvokeTour.class.getDeclaredField("count")),
                l.findVirtual(List.class, "size", methodType(int.class)), l.findVirtual(Object.class, "toString", methodType(String.class)))) {
            MethodHandleInfo info = l.revealDirect(h);
            System.out.println(info + " " + info.getReferenceKind() + " " + info.getName() + " " + info.getMethodType() + " "
                + info.getDeclaringClass() + " " + Modifier.toString(info.getModifiers()) + " " + info.reflectAs(Member.class, l));
        }
        attempt("reveal bound", () -> l.revealDirect(m.bindTo("x")));
        Method mine = Base.class.getDeclaredMethod("mine");
        System.out.println(l.unreflect(mine).invoke(new Base()));
        attempt("unreflect special", () -> l.unreflectSpecial(Base.class.getDeclaredMethod("who"), Base.class));
    }

    static void sites() throws Throwable {
        MutableCallSite site = new MutableCallSite(MethodHandles.constant(int.class, 1));
        MethodHandle invoker = site.dynamicInvoker();
        System.out.print((int) invoker.invokeExact() + " ");
        site.setTarget(MethodHandles.constant(int.class, 2));
        MutableCallSite.syncAll(new MutableCallSite[] {site});
        System.out.println((int) invoker.invokeExact());
        attempt("site type", () -> site.setTarget(MethodHandles.constant(String.class, "")));
        VolatileCallSite vol = new VolatileCallSite(methodType(int.class, int.class));
        attempt("unset site", () -> { int i = (int) vol.dynamicInvoker().invokeExact(3); });
        vol.setTarget(MethodHandles.identity(int.class));
        System.out.println((int) vol.dynamicInvoker().invokeExact(3));
        attempt("constant site", () -> new ConstantCallSite(MethodHandles.constant(int.class, 1)).setTarget(null));
        SwitchPoint point = new SwitchPoint();
        MethodHandle guarded = point.guardWithTest(MethodHandles.constant(String.class, "on"), MethodHandles.constant(String.class, "off"));
        System.out.print((String) guarded.invokeExact() + " ");
        SwitchPoint.invalidateAll(new SwitchPoint[] {point});
        System.out.println((String) guarded.invokeExact() + " " + point.hasBeenInvalidated());
        Runnable r = MethodHandleProxies.asInterfaceInstance(Runnable.class, MethodHandles.lookup().findStatic(InvokeTour.class, "boom", methodType(void.class)));
        attempt("proxy", r::run);
        @SuppressWarnings("unchecked")
        Comparator<String> c = MethodHandleProxies.asInterfaceInstance(Comparator.class, MethodHandles.lookup().findVirtual(String.class, "compareTo", methodType(int.class, String.class)));
        System.out.println(c.compare("a", "b") + " " + MethodHandleProxies.isWrapperInstance(c) + " " + MethodHandleProxies.wrapperInstanceType(c));
        attempt("proxy class", () -> MethodHandleProxies.asInterfaceInstance(String.class, MethodHandles.constant(int.class, 1)));
    }

    static void handles() throws Throwable {
        byte[] bytes = new byte[24];
        VarHandle longs = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        longs.set(bytes, 0, 0x0102030405060708L);
        System.out.println(Arrays.toString(bytes) + " " + (long) longs.get(bytes, 0));
        attempt("view end", () -> longs.get(bytes, 17));
        attempt("view volatile", () -> longs.getVolatile(bytes, 3));
        VarHandle strings = MethodHandles.arrayElementVarHandle(String[].class);
        String[] array = {"a", null};
        attempt("array", () -> System.out.println(strings.compareAndSet(array, 0, "a", "z") + array[0] + strings.getAndSet(array, 1, "n") + array[1]));
        attempt("array bounds", () -> strings.get(array, 2));
        attempt("array type", () -> strings.set((Object) new Object[1], 0, "x"));
        attempt("array value", () -> strings.set(array, 0, (Object) 5));
        attempt("mode", () -> strings.getAndAdd(array, 0, "x"));
        VarHandle count = MethodHandles.lookup().findStaticVarHandle(InvokeTour.class, "count", int.class);
        System.out.println((int) count.getAndAdd(5) + " " + (int) count.getAndBitwiseOr(8) + " " + count + " " + count.coordinateTypes());
        attempt("var argument", () -> { int i = (int) count.get(1); });
        attempt("var null", () -> MethodHandles.lookup().findVarHandle(InvokeTour.class, "field", int.class).get((InvokeTour) null));
        attempt("exact var", () -> { Object o = count.withInvokeExactBehavior().get(); });
        for (VarHandle.AccessMode mode : VarHandle.AccessMode.values())
            System.out.print(mode.methodName() + "=" + longs.isAccessModeSupported(mode) + "/" + strings.isAccessModeSupported(mode) + "/" + count.accessModeType(mode) + " ");
        System.out.println();
        System.out.println(count.toMethodHandle(VarHandle.AccessMode.GET).invoke() + " " + MethodHandles.varHandleInvoker(VarHandle.AccessMode.GET, methodType(int.class)).invoke(count));
    }

    static byte[] hiddenBytes() {
        ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        w.visit(V17, ACC_PUBLIC, "Hidden", null, "java/lang/Object", new String[] {"java/util/function/Supplier"});
        MethodVisitor m = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        m.visitVarInsn(ALOAD, 0);
        m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        m.visitInsn(RETURN);
        m.visitMaxs(0, 0);
        m = w.visitMethod(ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
        m.visitLdcInsn(new ConstantDynamic("_", "Ljava/util/List;", new Handle(H_INVOKESTATIC, "java/lang/invoke/MethodHandles", "classData",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false)));
        m.visitInsn(ARETURN);
        m.visitMaxs(0, 0);
        w.visitEnd();
        return w.toByteArray();
    }

    static void hidden() throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandles.Lookup h = l.defineHiddenClassWithClassData(hiddenBytes(), List.of(1, "two"), true, MethodHandles.Lookup.ClassOption.NESTMATE);
        Class<?> c = h.lookupClass();
        Object o = c.getConstructor().newInstance();
        System.out.println(c.isHidden() + " " + c.getName().startsWith("Hidden/0x") + " " + c.getSimpleName().startsWith("Hidden/") + " " + c.getCanonicalName()
            + " " + c.getNestHost() + " " + ((java.util.function.Supplier<?>) o).get() + " " + MethodHandles.classData(h, "_", List.class));
        attempt("find hidden", () -> Class.forName(c.getName()));
        attempt("class data type", () -> MethodHandles.classData(h, "_", String.class));
        attempt("no class data", () -> System.out.println(MethodHandles.classData(l, "_", String.class)));
        attempt("null bytes", () -> l.defineHiddenClass(new byte[4], false));
        System.out.println(Array.newInstance(c, 1).getClass().getName().startsWith("[LHidden/0x") + " " + c.descriptorString().startsWith("LHidden.0x"));
    }

    public static void main(String[] args) throws Throwable {
        mistyped();
        lookups();
        sites();
        handles();
        hidden();
        Point p = new Point(1, -0.0, null, null), q = new Point(1, 0.0, null, null);
        System.out.println(p + " " + p.equals(q) + " " + p.equals(new Point(1, -0.0, null, null)) + " " + p.hashCode() + " " + new Empty() + new Empty().hashCode() + new Empty().equals(new Empty()));
        boolean z = true; byte b = -1; short s = -2; char ch = '\u20ac'; int i = Integer.MIN_VALUE; long g = Long.MIN_VALUE; float f = 1e10f; double d = Double.NaN;
        Object nul = null; String lat = "caf\u00e9", uni = "\ud83d\ude00"; char[] cs = {'h', 'i'};
        System.out.println("" + z + b + s + ch + i + g + f + d + nul + lat + uni);
        System.out.println(z + "|" + b + "|" + s + "|" + ch + "|" + i + "|" + g + "|" + f + "|" + d + "|" + nul + "|" + lat + "|" + uni + "|" + p.name() + "|\u0001\u0002|" + (Object) null);
        String t = "x"; t += 1; t += 'c'; t += 2.5; t += null; t += lat;
        System.out.println(t + t + t);
        System.out.println("0" + i + "1" + i + "2" + i + "3" + i + "4" + i + "5" + i + "6" + i + "7" + i + "8" + i + "9" + i + "a" + g + "b" + g + "c" + f + "d" + f + "e" + d + "f" + d + "g" + z + "h" + z + "i" + ch);
    }
}
