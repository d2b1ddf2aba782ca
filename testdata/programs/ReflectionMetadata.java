// Everything reflection shows of classes and members: generics, annotations, parameters, nesting, records, sealed types.
// javac: -parameters -g
import java.lang.annotation.*; import java.lang.reflect.*; import java.util.*; import java.util.function.*; import java.util.stream.*;
public class ReflectionMetadata {
  @Retention(RetentionPolicy.RUNTIME) @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.CONSTRUCTOR, ElementType.RECORD_COMPONENT}) @interface An { int v() default 3; String[] s() default {"a","b"}; Class<?> c() default String.class; En e() default En.B; long l() default 1L<<40; double d() default 2.5; float f() default 1f; byte b() default 1; char ch() default 'x'; boolean z() default true; short sh() default 7; In in() default @In("q"); In[] ins() default {}; }
  @Retention(RetentionPolicy.RUNTIME) @interface In { String value(); }
  @Retention(RetentionPolicy.RUNTIME) @Repeatable(Reps.class) @interface Rep { int value(); }
  @Retention(RetentionPolicy.RUNTIME) @interface Reps { Rep[] value(); }
  @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.TYPE_USE) @interface TU { String value() default ""; }
  @Retention(RetentionPolicy.RUNTIME) @Inherited @interface Inh { }
  enum En { A, B { void m() {} }; void m() {} }
  @An(v=5, s={}, c=int[].class, e=En.A, in=@In("z"), ins={@In("1"),@In("2")}) @Inh static class Base<T extends Comparable<T> & Runnable, U> implements Supplier<List<? super T>> {
    @An protected Map<String, ? extends T[]> fld; static final int K = 4; transient volatile U u; private @TU("x") String priv;
    @Rep(1) @Rep(2) public <X extends Exception> List<X> gen(T t, @An(v=9) List<? extends Number>[] n, int... q) throws X, java.io.IOException { return null; }
    public List<? super T> get() { return null; }
    @An Base(int a, String... b) throws IllegalStateException {}
    class Inner { class Inner2 {} }
    synchronized final static native void nope();
  }
  static class Derived extends Base<Foo, Integer> { Derived() { super(1); } }
  static abstract class Foo implements Comparable<Foo>, Runnable {}
  record Rec<A>(@An int x, List<A> y, @TU String... z) { Rec { } static int cnt; }
  sealed interface Shape permits Sq, Ci, Tr {} record Sq(int a) implements Shape {} static final class Ci implements Shape {} static non-sealed class Tr implements Shape {}
  static Object anon = new Object() { class InAnon {} }; 
  static Class<?> local() { class Local { } return Local.class; }
  interface Def { default String hi(String s) { return "hi " + s; } static void st() {} private void pr() {} }
  static String srt(Object[] o) { return Arrays.stream(o).map(String::valueOf).sorted().collect(Collectors.joining("; ")); }
  static void cls(Class<?> c) {
    System.out.println("== " + c.getName() + " | " + c.getSimpleName() + " | " + c.getTypeName() + " | " + c.getCanonicalName() + " | " + c.toGenericString() + " | " + c.descriptorString());
    System.out.println(Modifier.toString(c.getModifiers()) + " " + c.getSuperclass() + " " + c.getGenericSuperclass() + " " + Arrays.toString(c.getInterfaces()) + Arrays.toString(c.getGenericInterfaces()));
    System.out.println(c.getEnclosingClass() + " " + c.getDeclaringClass() + " " + c.getEnclosingMethod() + " " + c.getEnclosingConstructor() + " " + c.isAnonymousClass() + c.isLocalClass() + c.isMemberClass() + c.isEnum() + c.isRecord() + c.isSealed() + c.isHidden() + c.isSynthetic() + c.isAnnotation());
    System.out.println(c.getNestHost() + " " + (c.getNestMembers().length > 30 ? "many" : srt(c.getNestMembers())) + " " + Arrays.toString(c.getPermittedSubclasses()) + " " + c.getPackageName() + " " + c.getModule().isNamed() + " " + (c.getClassLoader() == null ? null : c.getClassLoader().getName()));
    System.out.println(srt(c.getDeclaredFields())); System.out.println(srt(c.getDeclaredMethods())); System.out.println(srt(c.getDeclaredConstructors())); System.out.println(srt(c.getDeclaredClasses()));
    for (Field f : c.getDeclaredFields()) System.out.println("  F " + f.toGenericString() + " " + Arrays.toString(f.getAnnotations()) + f.getAnnotatedType());
    for (Method m : sort(c.getDeclaredMethods())) System.out.println("  M " + m.toGenericString() + " " + srt(m.getAnnotations()) + Arrays.deepToString(m.getParameterAnnotations()) + Arrays.toString(m.getParameters()) + m.isDefault() + m.isVarArgs() + m.isBridge() + (m.getDefaultValue() instanceof Object[] ? "array" : m.getDefaultValue()) + m.getAnnotatedReturnType());
    for (Constructor<?> m : c.getDeclaredConstructors()) System.out.println("  C " + m.toGenericString() + " " + Arrays.toString(m.getAnnotations()) + Arrays.deepToString(m.getParameterAnnotations()) + Arrays.toString(m.getParameters()) + Arrays.toString(m.getAnnotatedParameterTypes()));
    if (c.isRecord()) for (RecordComponent r : c.getRecordComponents()) System.out.println("  ReflectionMetadata " + r + " " + r.getGenericType() + " " + r.getAccessor() + Arrays.toString(r.getAnnotations()) + r.getAnnotatedType());
    System.out.println(srt(c.getAnnotations()));
  }
  static Method[] sort(Method[] m) { Arrays.sort(m, Comparator.comparing(Method::toString)); return m; }
  static void t(String n, java.util.concurrent.Callable<?> c) { try { System.out.println(n + " -> " + c.call()); } catch (Throwable e) { System.out.println(n + " !! " + e + " / " + e.getCause()); } }
  private int pf = 4; static final String SF = "sf"; final int ff = 3; volatile long vl = 5;
  private static int ps(int a) { return a * 2; }
  public static void main(String[] args) throws Throwable {
    for (Class<?> c : new Class<?>[]{Base.class, Derived.class, Rec.class, Shape.class, Sq.class, Ci.class, En.class, En.B.getClass(), anon.getClass(), local(), Def.class, An.class, Base.Inner.Inner2.class, int.class, int[][].class, String[].class, void.class, ((Runnable) () -> {}).getClass().isHidden() ? Runnable.class : null}) cls(c);
    ReflectionMetadata r = new ReflectionMetadata();
    Field pf = ReflectionMetadata.class.getDeclaredField("pf");
    t("pf", () -> pf.get(r)); pf.set(r, 9);
    t("pf", () -> pf.getInt(r));
    t("pf long", () -> pf.getLong(r));
    t("pf byte", () -> pf.getByte(r));
    t("pf set", () -> { pf.set(r, "x"); return 0; });
    t("pf null", () -> pf.get(null));
    t("pf other", () -> pf.get("x"));
    Field ff = ReflectionMetadata.class.getDeclaredField("ff");
    t("ff", () -> { ff.set(r, 7); return ff.get(r); }); ff.setAccessible(true);
    t("ff2", () -> { ff.set(r, 7); return ff.get(r) + "" + r.ff; }); Field sf = ReflectionMetadata.class.getDeclaredField("SF"); sf.setAccessible(true);
    t("sf", () -> { sf.set(null, "q"); return SF; });
    Field vl = ReflectionMetadata.class.getDeclaredField("vl");
    t("vl", () -> { vl.set(r, 12); return vl.get(r); });
    Method ps = ReflectionMetadata.class.getDeclaredMethod("ps", int.class); for (int i = 0; i < 40; i++) if (!ps.invoke(null, i).equals(i * 2)) throw new Error();
    t("ps after", () -> ps.invoke(null, "x"));
    t("ps n", () -> ps.invoke(null));
    t("ps null", () -> ps.invoke(null, (Object) null)); 
    Constructor<ArrayList> ac = ArrayList.class.getConstructor(int.class); for (int i = 0; i < 40; i++) ac.newInstance(i);
    t("ac", () -> ac.newInstance(-1));
    t("private acc", () -> Integer.class.getDeclaredMethod("stringSize", int.class).invoke(null, 4));
    t("nsm", () -> ReflectionMetadata.class.getMethod("nope", int.class));
    t("nsf", () -> ReflectionMetadata.class.getField("nope"));
    Object p = Proxy.newProxyInstance(ReflectionMetadata.class.getClassLoader(), new Class<?>[]{Def.class, Comparable.class}, (pr, m, a) -> m.isDefault() ? InvocationHandler.invokeDefault(pr, m, a) : m.getName().equals("compareTo") ? 42 : m.getName());
    t("proxy", () -> ((Def) p).hi("x") + ((Comparable) p).compareTo(1) + p);
    t("proxy cls", () -> Proxy.isProxyClass(p.getClass()) + p.getClass().getName() + Modifier.toString(p.getClass().getModifiers()));
    Object p2 = Proxy.newProxyInstance(ReflectionMetadata.class.getClassLoader(), new Class<?>[]{Runnable.class}, (pr, m, a) -> { throw new java.io.IOException("chk"); });
    t("proxy thr", () -> { ((Runnable) p2).run(); return 0; });
    t("arr", () -> Array.newInstance(int[].class, 2, 3).getClass());
    t("enum", () -> Enum.valueOf(En.class, "Z"));
    t("gm", () -> Arrays.stream(Derived.class.getMethods()).filter(m -> m.getDeclaringClass() != Object.class).map(Method::toString).sorted().collect(Collectors.toList()));
    t("desired", () -> ReflectionMetadata.class.desiredAssertionStatus());
    t("res", () -> ReflectionMetadata.class.getResource("ReflectionMetadata.class") != null);
    t("pkg", () -> ReflectionMetadata.class.getPackage() + " " + String.class.getPackage() + " " + List.class.getPackage().getImplementationTitle());
    t("cast", () -> ((Object) String.class.cast(3)));
    t("asSub", () -> Integer.class.asSubclass(String.class));
    t("vf", () -> java.lang.invoke.MethodHandles.lookup().findVarHandle(ReflectionMetadata.class, "pf", int.class).getAndAdd(r, 3));
    t("newInst", () -> Foo.class.getDeclaredConstructor().newInstance());
    t("newInstEnum", () -> En.class.getDeclaredConstructors()[0].newInstance("x", 1));
    t("iface", () -> Def.class.getDeclaredConstructors().length);
    t("clsnew", () -> Class.class.getDeclaredConstructors()[0].newInstance(null, null));
    t("getSigners", () -> ReflectionMetadata.class.getSigners());
    t("pd", () -> ReflectionMetadata.class.getProtectionDomain().getCodeSource().getLocation().getProtocol() + " " + String.class.getProtectionDomain().getCodeSource());
    t("nest", () -> ReflectionMetadata.class.isNestmateOf(Base.class) + "" + ReflectionMetadata.class.isNestmateOf(String.class));
    t("pkgs", () -> Package.getPackages().length > 10);
    t("getpkg", () -> Package.getPackage("java.util"));
    t("mods", () -> Object.class.getModule().getDescriptor().exports().size() > 50);
    t("isExp", () -> Object.class.getModule().isExported("jdk.internal.misc", ReflectionMetadata.class.getModule()));
    t("load", () -> { System.load("/nope.so"); return 1; });
    t("load2", () -> { System.load("nope.so"); return 1; });
  }
}
