// java.lang.invoke: every kind of lookup, exact and generic invocation, access checks, method types.
import java.lang.invoke.*;
import java.util.*;
import static java.lang.invoke.MethodType.methodType;

public class MethodHandlesTour {
    int x = 5;
    private static String hidden = "hidden";
    final String name;

    MethodHandlesTour(String name) { this.name = name; }

    static int add(int a, int b) { return a + b; }
    long mix(byte b, char c, float f, double d, Object o) { return (long) (b + c + f + d) + (o == null ? 0 : 1); }
    private String priv() { return "priv " + name; }
    static String va(String p, Object... rest) { return p + Arrays.toString(rest); }

    static class Sub extends MethodHandlesTour {
        Sub() { super("sub"); }
        @Override public String toString() { return "Sub"; }
        static MethodHandle special() throws Exception { return MethodHandles.lookup().findSpecial(Object.class, "toString", methodType(String.class), Sub.class); }
    }

    static void error(String label, Throwable t) {
        System.out.println(label + ": " + t.getClass().getName() + ": " + String.valueOf(t.getMessage()).replaceAll("@[0-9a-f]+", "@#"));
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle add = l.findStatic(MethodHandlesTour.class, "add", methodType(int.class, int.class, int.class));
        System.out.println((int) add.invokeExact(2, 3) + " " + add.invoke((byte) 4, (short) 5) + " " + add.invokeWithArguments(6, 7) + " " + (Object) add.invoke(Integer.valueOf(8), 'a') + " " + (long) add.invoke(1, 1));
        MethodHandlesTour m = new MethodHandlesTour("m");
        MethodHandle mix = l.findVirtual(MethodHandlesTour.class, "mix", methodType(long.class, byte.class, char.class, float.class, double.class, Object.class));
        System.out.println((long) mix.invokeExact(m, (byte) 1, 'b', 2f, 3d, (Object) "o"));
        System.out.println((String) l.findVirtual(MethodHandlesTour.class, "priv", methodType(String.class)).invokeExact(m));
        System.out.println(((MethodHandlesTour) l.findConstructor(MethodHandlesTour.class, methodType(void.class, String.class)).invokeExact("ctor")).name);
        MethodHandle getX = l.findGetter(MethodHandlesTour.class, "x", int.class), setX = l.findSetter(MethodHandlesTour.class, "x", int.class);
        setX.invokeExact(m, 77);
        System.out.println((int) getX.invokeExact(m) + " " + l.findStaticGetter(MethodHandlesTour.class, "hidden", String.class).invoke());
        l.findStaticSetter(MethodHandlesTour.class, "hidden", String.class).invoke("shown");
        System.out.println(hidden);
        System.out.println(((String) Sub.special().invokeExact(new Sub())).startsWith("MethodHandlesTour$Sub@") + " " + l.findVirtual(Object.class, "toString", methodType(String.class)).invoke((Object) new Sub()));
        MethodHandle size = l.findVirtual(List.class, "size", methodType(int.class));
        System.out.println((int) size.invoke(List.of(1, 2)) + (int) size.invoke((List<?>) new ArrayList<>()) + " " + size.bindTo(List.of(1)).invoke());
        MethodHandle va = l.findStatic(MethodHandlesTour.class, "va", methodType(String.class, String.class, Object[].class));
        System.out.println(va.isVarargsCollector() + " " + va.invoke("p", 1, 2, 3) + va.invoke("p") + va.asFixedArity().invoke("p", new Object[] {9}) + va.invokeWithArguments("q", 1, 2) + va.asCollector(Object[].class, 2).invoke("c", 1, 2));
        System.out.println(l.unreflect(String.class.getMethod("concat", String.class)).invoke("a", "b") + " " + l.bind("xyz", "length", methodType(int.class)).invoke());
        System.out.println(add.type() + " " + add.type().wrap() + " " + add.type().insertParameterTypes(1, String.class) + " " + methodType(void.class).toMethodDescriptorString() + " " + MethodType.fromMethodDescriptorString("(I[Ljava/lang/String;)J", null) + " " + MethodType.genericMethodType(2));
        System.out.println(add + " " + l.revealDirect(add).getName() + " " + l.revealDirect(mix) + " " + l);
        for (int i = 0; i < 8; i++) {
            try {
                switch (i) {
                    case 0 -> l.findStatic(MethodHandlesTour.class, "nope", methodType(void.class));
                    case 1 -> l.findStatic(MethodHandlesTour.class, "priv", methodType(String.class));
                    case 2 -> MethodHandles.publicLookup().findVirtual(MethodHandlesTour.class, "priv", methodType(String.class));
                    case 3 -> { String s = (String) add.invokeExact(1, 2); }
                    case 4 -> add.invoke("x", 1);
                    case 5 -> getX.invoke((MethodHandlesTour) null);
                    case 6 -> l.findGetter(String.class, "value", byte[].class);
                    case 7 -> add.invokeWithArguments(1);
                    default -> { }
                }
            } catch (Throwable t) {
                error("case " + i, t);
            }
        }
        MethodHandle parse = l.findStatic(Integer.class, "parseInt", methodType(int.class, String.class));
        try {
            int r = (int) parse.invokeExact("zz");
        } catch (NumberFormatException e) {
            System.out.println(e.getMessage() + " " + e.getStackTrace()[1].getMethodName());
        }
        MethodHandle array = MethodHandles.arrayElementGetter(int[].class), store = MethodHandles.arrayElementSetter(String[].class);
        String[] ss = new String[2];
        store.invokeExact(ss, 1, "s");
        System.out.println((int) array.invokeExact(new int[] {4, 5}, 1) + ss[1] + (int) MethodHandles.arrayLength(long[].class).invoke(new long[3]) + ((int[]) MethodHandles.arrayConstructor(int[].class).invoke(4)).length);
        long sum = 0;
        for (int i = 0; i < 2000; i++) sum += (int) add.invokeExact(i, 1);
        System.out.println(sum);
        MethodHandles.Lookup in = MethodHandles.privateLookupIn(Sub.class, l);
        System.out.println(in.lookupClass().getSimpleName() + " " + l.findClass("MethodHandlesTour$Sub").getSimpleName() + " " + l.in(String.class).hasFullPrivilegeAccess());
    }
}
