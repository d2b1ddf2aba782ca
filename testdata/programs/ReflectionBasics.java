// Reflection: classes, fields, methods, constructors, arrays, modifiers, errors.
import java.lang.reflect.*;
import java.util.*;

public class ReflectionBasics {
    public interface Shape { double area(); }

    public static abstract class Base implements Shape, Cloneable {
        protected int id = 7;
        private String note = "note";
        public abstract double area();
        private String secret(int n) { return note + n; }
    }

    public static class Square extends Base {
        public static final int SIDES = 4;
        public double side;
        transient volatile long counter;
        public Square() { this(1); }
        public Square(double side) { if (side < 0) throw new IllegalArgumentException("side " + side); this.side = side; }
        public double area() { return side * side; }
        public static <T extends Number> List<T> listOf(T... ts) throws IllegalStateException { return List.of(ts); }
        final synchronized void nothing(int[] a, String[][] b) { }
    }

    public static void main(String[] args) throws Exception {
        Class<?> c = Class.forName("ReflectionBasics$Square");
        System.out.println(c.getName() + " " + c.getSimpleName() + " " + c.getSuperclass().getSimpleName() + " " + Arrays.toString(c.getSuperclass().getInterfaces()) + " " + Modifier.toString(c.getModifiers()) + " [" + c.getPackageName() + "] " + c.getModule().isNamed());
        for (Constructor<?> k : sorted(c.getDeclaredConstructors())) System.out.println(k);
        for (Method m : sorted(c.getDeclaredMethods())) System.out.println(m + " | " + m.toGenericString() + " " + m.isVarArgs() + Arrays.toString(m.getExceptionTypes()));
        for (Field f : sorted(c.getDeclaredFields())) System.out.println(f + " " + Modifier.toString(f.getModifiers()));
        Object o = c.getConstructor(double.class).newInstance(3.0);
        System.out.println(c.getMethod("area").invoke(o) + " " + ((Shape) c.getDeclaredConstructor().newInstance()).area());
        Field side = c.getField("side");
        side.set(o, 5);
        side.setDouble(o, side.getDouble(o) + 0.5);
        System.out.println(side.get(o) + " " + c.getField("SIDES").get(null) + " " + c.getField("SIDES").getInt(null));
        Field note = Base.class.getDeclaredField("note");
        note.setAccessible(true);
        note.set(o, "changed");
        Method secret = Base.class.getDeclaredMethod("secret", int.class);
        secret.setAccessible(true);
        System.out.println(secret.invoke(o, 3) + " " + c.getMethod("listOf", Number[].class).invoke(null, (Object) new Integer[] {1, 2}));
        Object arr = Array.newInstance(int.class, 3);
        Array.setInt(arr, 1, 42);
        System.out.println(Array.get(arr, 1) + " " + Array.getLength(arr) + " " + arr.getClass() + " " + Array.newInstance(String.class, 2, 3).getClass().getSimpleName() + " " + int[].class.getComponentType() + " " + String[][].class.getName() + " " + int.class + void.class + " " + int[].class.arrayType().getTypeName());
        for (int i = 0; i < 12; i++) {
            try {
                switch (i) {
                    case 0 -> c.getMethod("nope");
                    case 1 -> c.getField("note");
                    case 2 -> Class.forName("no.such.Thing");
                    case 3 -> c.getConstructor(double.class).newInstance(-1.0);
                    case 4 -> c.getMethod("area").invoke("wrong");
                    case 5 -> c.getMethod("area").invoke(o, 1);
                    case 6 -> c.getField("SIDES").set(null, 5);
                    case 7 -> Base.class.getDeclaredConstructor().newInstance();
                    case 8 -> side.set(o, "text");
                    case 9 -> Array.set(arr, 5, 1);
                    case 10 -> c.getMethod("area").invoke(null);
                    case 11 -> { Field v = String.class.getDeclaredField("value"); v.setAccessible(true); }
                    default -> { }
                }
            } catch (Exception e) {
                System.out.println(i + " " + e.getClass().getSimpleName() + ": " + (i == 10 ? "" : String.valueOf(e.getMessage()).replaceAll("@[0-9a-f]+", "@#")) + (e.getCause() == null ? "" : " <- " + e.getCause()));
            }
        }
        System.out.println(Base.class.isInstance(o) + " " + Shape.class.isAssignableFrom(c) + " " + c.isInterface() + Thread.State.class.isEnum() + " " + c.getEnclosingClass().getSimpleName() + " " + c.isMemberClass() + " " + Integer.class.cast(1));
        System.out.println(Arrays.stream(ReflectionBasics.class.getDeclaredClasses()).map(Class::getSimpleName).sorted().toList() + " " + c.getNestHost().getSimpleName() + " " + Map.Entry.class.getName() + " " + Map.Entry.class.getCanonicalName());
        Method loop = Integer.class.getMethod("sum", int.class, int.class);
        long total = 0;
        for (int i = 0; i < 100; i++) total += (int) loop.invoke(null, i, i);
        System.out.println(total);
    }

    static <T> List<T> sorted(T[] ts) {
        List<T> l = new ArrayList<>(Arrays.asList(ts));
        l.sort(Comparator.comparing(Object::toString));
        return l;
    }
}
