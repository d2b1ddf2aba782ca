// MethodHandles combinators: insert, drop, filter, fold, permute, guard, catch, loops, spread, collect.
import java.lang.invoke.*;
import java.util.*;
import static java.lang.invoke.MethodHandles.*;
import static java.lang.invoke.MethodType.methodType;

public class MethodHandleCombinators {
    static String s(String tag, Object a, Object b) { return tag + "(" + a + "," + b + ")"; }
    static int twice(int x) { return x * 2; }
    static boolean even(int x) { return x % 2 == 0; }
    static String yes(int x) { return "yes" + x; }
    static String no(int x) { return "no" + x; }
    static int boom(int x) { if (x > 2) throw new IllegalArgumentException("boom" + x); return x; }
    static int rescue(IllegalArgumentException e, int x) { return -x; }
    static int cleanup(Throwable t, int r, int x) { return t == null ? r + 1000 : x; }
    static int step(int acc, int i) { return acc * 10 + i; }
    static int zero() { return 0; }
    static boolean lt5(int acc, int i) { return i < 5; }
    static int inc(int acc, int i) { return i + 1; }
    static boolean small(int v) { return v < 50; }
    static int triple(int v) { return v * 3; }
    static String each(String acc, Object o) { return acc + o + ";"; }

    static MethodHandle h(String name, Class<?> r, Class<?>... ps) throws Exception {
        return lookup().findStatic(MethodHandleCombinators.class, name, methodType(r, ps));
    }

    public static void main(String[] args) throws Throwable {
        MethodHandle s = h("s", String.class, String.class, Object.class, Object.class);
        System.out.println(insertArguments(s, 1, "i").invoke("t", "b") + " " + dropArguments(s, 1, int.class, long.class).invoke("t", 1, 2L, "a", "b"));
        System.out.println((String) permuteArguments(s, methodType(String.class, Object.class, String.class), 1, 0, 0).invoke((Object) "o", "t"));
        MethodHandle twice = h("twice", int.class, int.class);
        System.out.println(filterArguments(s, 1, twice.asType(methodType(Object.class, Object.class))).invoke("f", (Object) 21, (Object) "b"));
        System.out.println(filterReturnValue(twice, h("yes", String.class, int.class)).invoke(4));
        System.out.println(foldArguments(s.asType(methodType(String.class, String.class, Object.class, Object.class)), lookup().findStatic(String.class, "valueOf", methodType(String.class, Object.class))).invoke("A", "B"));
        System.out.println(collectArguments(s, 1, h("step", int.class, int.class, int.class).asType(methodType(Object.class, int.class, int.class))).invoke("c", 3, 4, "z"));
        MethodHandle guard = guardWithTest(h("even", boolean.class, int.class), h("yes", String.class, int.class), h("no", String.class, int.class));
        System.out.println((String) guard.invokeExact(1) + (String) guard.invokeExact(2));
        MethodHandle boom = h("boom", int.class, int.class);
        MethodHandle caught = catchException(boom, IllegalArgumentException.class, h("rescue", int.class, IllegalArgumentException.class, int.class));
        System.out.println((int) caught.invokeExact(2) + " " + (int) caught.invokeExact(3));
        MethodHandle fin = tryFinally(boom, h("cleanup", int.class, Throwable.class, int.class, int.class));
        System.out.print((int) fin.invokeExact(1) + " ");
        try {
            fin.invoke(9);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        MethodHandle[] accumulate = {h("zero", int.class), h("step", int.class, int.class, int.class)};
        MethodHandle[] counter = {h("zero", int.class), h("inc", int.class, int.class, int.class), h("lt5", boolean.class, int.class, int.class), identity(int.class).asType(methodType(int.class, int.class))};
        System.out.println(loop(accumulate, counter).invoke());
        System.out.println(whileLoop(constant(int.class, 1), h("small", boolean.class, int.class), h("triple", int.class, int.class)).invoke()
            + " " + doWhileLoop(constant(int.class, 100), h("triple", int.class, int.class), h("small", boolean.class, int.class)).invoke()
            + " " + countedLoop(constant(int.class, 4), constant(int.class, 0), h("step", int.class, int.class, int.class)).invoke()
            + " " + iteratedLoop(null, constant(String.class, "<"), h("each", String.class, String.class, Object.class)).invoke(List.of(1, 2).iterator().getClass() == null ? null : List.of(1, 2)));
        System.out.println(s.asSpreader(Object[].class, 2).invoke("sp", new Object[] {1, 2}) + " " + s.asSpreader(Object[].class, 3).invokeWithArguments((Object) new Object[] {"all", 1, 2}));
        System.out.println(constant(String.class, "k").invoke() + " " + identity(long.class).invoke(5L) + " " + MethodHandles.zero(int.class).invoke() + " " + empty(methodType(String.class, int.class)).invoke(1) + dropReturn(twice).type());
        System.out.println(explicitCastArguments(twice, methodType(byte.class, double.class)).invoke(100.9) + " " + explicitCastArguments(h("even", boolean.class, int.class), methodType(int.class, long.class)).invoke(4L));
        MethodHandle thrower = throwException(int.class, RuntimeException.class);
        try {
            thrower.invoke(new RuntimeException("thrown"));
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
        }
        MethodHandle invoker = invoker(methodType(int.class, int.class)), exact = exactInvoker(methodType(int.class, int.class));
        System.out.println((int) invoker.invoke(twice, 8) + (int) exact.invokeExact(twice, 9) + " " + spreadInvoker(methodType(int.class, int.class), 0).invoke(twice, new Object[] {5}));
        MutableCallSite site = new MutableCallSite(twice);
        MethodHandle dynamic = site.dynamicInvoker();
        int a = (int) dynamic.invokeExact(10);
        site.setTarget(h("triple", int.class, int.class));
        System.out.println(a + " " + (int) dynamic.invokeExact(10) + " " + new ConstantCallSite(twice).getTarget().invoke(2) + " " + new VolatileCallSite(methodType(int.class)).type());
        SwitchPoint point = new SwitchPoint();
        MethodHandle switched = point.guardWithTest(h("yes", String.class, int.class), h("no", String.class, int.class));
        String before = (String) switched.invokeExact(1);
        SwitchPoint.invalidateAll(new SwitchPoint[] {point});
        System.out.println(before + (String) switched.invokeExact(1) + point.hasBeenInvalidated());
        Comparator<?> c = MethodHandleProxies.asInterfaceInstance(Comparator.class, lookup().findVirtual(Integer.class, "compareTo", methodType(int.class, Integer.class)));
        @SuppressWarnings("unchecked")
        int cmp = ((Comparator<Object>) c).compare(3, 2);
        System.out.println(cmp + " " + tableSwitch(insertArguments(h("no", String.class, int.class).asType(methodType(String.class, int.class)), 0, 7).asType(methodType(String.class)) == null ? null : dropArguments(constant(String.class, "default"), 0, int.class),
            dropArguments(constant(String.class, "zero"), 0, int.class), dropArguments(constant(String.class, "one"), 0, int.class)).invoke(1));
        try {
            insertArguments(s, 0, 5);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        try {
            guardWithTest(h("even", boolean.class, int.class), twice, h("no", String.class, int.class));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
