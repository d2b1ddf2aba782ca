// Run-time annotations: every member type, defaults, repeating, inherited, parameters, type use, equality.
import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.*;

public class Annotations {
    enum Level { LOW, HIGH }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Inner { int value() default 3; }

    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @interface Full {
        int i() default 1;
        long l() default 2L;
        double d() default 2.5;
        char c() default 'c';
        boolean z() default true;
        String s() default "str";
        Class<?> type() default Object.class;
        Level level() default Level.LOW;
        Inner inner() default @Inner(5);
        int[] ints() default {1, 2};
        String[] strings() default {};
        Class<?>[] types() default {int.class, String[].class};
        Inner[] inners() default {@Inner, @Inner(9)};
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Tags.class)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.CONSTRUCTOR})
    @interface Tag { String value(); }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.CONSTRUCTOR})
    @interface Tags { Tag[] value(); }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    @interface NonNull {}

    @Retention(RetentionPolicy.CLASS)
    @interface Invisible {}

    @Full(i = 42, strings = "one", level = Level.HIGH)
    @Invisible
    static class Base {
        @Tag("field") int f;
        @Tag("a") @Tag("b") void m(@Tag("p0") int x, String y) {}
        @NonNull String typed(List<@NonNull String> l) { return ""; }
        @Deprecated void old() {}
    }

    @Tag("one")
    static class Derived extends Base {}

    public static void main(String[] args) throws Exception {
        Full full = Derived.class.getAnnotation(Full.class);
        System.out.println(full.i() + " " + full.l() + " " + full.d() + " " + full.c() + " " + full.z() + " " + full.s() + " " + full.type() + " " + full.level() + " " + full.inner().value()
            + Arrays.toString(full.ints()) + Arrays.toString(full.strings()) + Arrays.toString(full.types()) + full.inners().length + full.inners()[1]);
        System.out.println(full.equals(Base.class.getAnnotation(Full.class)) + " " + (full.hashCode() == Base.class.getAnnotation(Full.class).hashCode()) + " " + full.annotationType().getSimpleName());
        System.out.println(Base.class.getAnnotations().length + " " + Derived.class.getDeclaredAnnotations().length + " " + Base.class.isAnnotationPresent(Invisible.class));
        Method m = Base.class.getDeclaredMethod("m", int.class, String.class);
        System.out.println(Arrays.toString(m.getAnnotationsByType(Tag.class)) + " " + m.getAnnotation(Tag.class) + " " + m.getAnnotation(Tags.class).value()[1].value());
        System.out.println(Arrays.deepToString(m.getParameterAnnotations()) + " " + Derived.class.getAnnotation(Tag.class) + " " + Base.class.getDeclaredField("f").getAnnotation(Tag.class).value());
        Method typed = Base.class.getDeclaredMethod("typed", List.class);
        System.out.println(Arrays.toString(typed.getAnnotatedReturnType().getAnnotations()) + " " + ((AnnotatedParameterizedType) typed.getAnnotatedParameterTypes()[0]).getAnnotatedActualTypeArguments()[0]);
        System.out.println(Base.class.getDeclaredMethod("old").getAnnotation(Deprecated.class) + " " + Full.class.getMethod("ints").getDefaultValue().getClass().getSimpleName());
        // The members come in no particular order.
        System.out.println(full.toString().length() + " " + full.toString().contains("strings={\"one\"}") + " " + full.toString().startsWith("@Annotations$Full("));
    }
}
