// A user-defined class loader: defining, delegation, identity of classes, unloading, errors.
import java.io.*;
import java.util.*;
import java.util.function.*;

public class UserClassLoader {
    static int loads;

    public static class Plugin implements Supplier<String> {
        static int count = 0;
        public String get() { return "plugin " + ++count + " " + new Helper().help(); }
    }

    static class Helper { String help() { return getClass().getClassLoader().toString(); } }

    static class Isolating extends ClassLoader {
        final String name;

        Isolating(String name, ClassLoader parent) {
            super(parent);
            this.name = name;
        }

        @Override protected Class<?> loadClass(String n, boolean resolve) throws ClassNotFoundException {
            if (!n.startsWith("UserClassLoader$")) return super.loadClass(n, resolve);
            synchronized (getClassLoadingLock(n)) {
                Class<?> c = findLoadedClass(n);
                return c != null ? c : findClass(n);
            }
        }

        @Override protected Class<?> findClass(String n) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(n + ".class")) {
                if (in == null) throw new ClassNotFoundException(n);
                byte[] b = in.readAllBytes();
                loads++;
                return defineClass(n, b, 0, b.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(n, e);
            }
        }

        Class<?> define(String n, byte[] b) { return defineClass(n, b, 0, b.length); }

        @Override public String toString() { return "Isolating " + name; }
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        ClassLoader app = UserClassLoader.class.getClassLoader();
        Isolating a = new Isolating("a", app), b = new Isolating("b", app);
        Class<?> pa = a.loadClass("UserClassLoader$Plugin"), pb = Class.forName("UserClassLoader$Plugin", true, b);
        System.out.println((pa == pb) + " " + pa.getName().equals(pb.getName()) + " " + (pa == a.loadClass("UserClassLoader$Plugin")) + " " + loads);
        Supplier<String> x = (Supplier<String>) pa.getDeclaredConstructor().newInstance(), y = (Supplier<String>) pb.getDeclaredConstructor().newInstance();
        System.out.println(x.get() + ", " + x.get() + ", " + y.get() + ", " + loads);
        Object foreign = x;
        try {
            Plugin p = (Plugin) foreign;
            System.out.println(p);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage().replaceAll("@[0-9a-f]+", "@#"));
        }
        for (int i = 0; i < 7; i++) {
            try {
                switch (i) {
                    case 0 -> a.loadClass("no.Such");
                    case 1 -> a.define("UserClassLoader$Bad", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
                    case 2 -> a.define("UserClassLoader$Bad", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 99});
                    case 3 -> a.define("java.lang.Evil", app.getResourceAsStream("UserClassLoader$Helper.class").readAllBytes());
                    case 4 -> a.define("UserClassLoader$Wrong", app.getResourceAsStream("UserClassLoader$Helper.class").readAllBytes());
                    case 5 -> a.define("UserClassLoader$Plugin", app.getResourceAsStream("UserClassLoader$Plugin.class").readAllBytes());
                    case 6 -> Class.forName("UserClassLoader$Plugin ", true, a);
                    default -> { }
                }
            } catch (Throwable t) {
                System.out.println(i + " " + t.getClass().getName() + ": " + String.valueOf(t.getMessage()).replaceAll("@[0-9a-f]+", "@#"));
            }
        }
        System.out.println(pa.getPackageName() + "|" + pa.getClassLoader() + " " + String.class.getClassLoader() + " " + app.getName() + " " + ClassLoader.getPlatformClassLoader().getName() + " " + ClassLoader.getSystemClassLoader().equals(app) + " " + Thread.currentThread().getContextClassLoader().equals(app) + " " + app.getParent().getName() + " " + app.getParent().getParent());
        java.lang.ref.WeakReference<?> ref = temporary(app);
        for (int i = 0; i < 20 && ref.get() != null; i++) {
            System.gc();
            Thread.sleep(5);
        }
        System.out.println(Class.forName("[LUserClassLoader$Plugin;", false, a).getComponentType() == pa);
        System.out.println(java.lang.reflect.Array.newInstance(pa, 0).getClass().getClassLoader() == a);
    }

    static java.lang.ref.WeakReference<?> temporary(ClassLoader app) throws Exception {
        ClassLoader t = new Isolating("temporary", app);
        System.out.println(((Supplier<?>) t.loadClass("UserClassLoader$Plugin").getDeclaredConstructor().newInstance()).get());
        return new java.lang.ref.WeakReference<>(t);
    }
}
