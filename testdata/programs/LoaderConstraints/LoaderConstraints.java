// Loaders that disagree on a class: constraints of fields, methods, overriding, implementing.
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

public class LoaderConstraints {
    static class Own extends ClassLoader {
        final Set<String> names;

        Own(String name, String... names) {
            super(name, LoaderConstraints.class.getClassLoader());
            this.names = Set.of(names);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) return known;
                return names.contains(name) ? define(name) : super.loadClass(name, resolve);
            }
        }

        Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getParent().getResourceAsStream(name + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    static void run(Own loader, String name) {
        String outcome;
        try {
            loader.loadClass(name).getMethod("go").invoke(null);
            outcome = "fine";
        } catch (InvocationTargetException e) {
            outcome = e.getCause().toString();
        } catch (Throwable e) {
            outcome = e.toString();
        }
        System.out.println(name + ": " + outcome.replaceAll("@[0-9a-f]+", "@"));
    }

    public static void main(String[] args) throws Exception {
        new Api().get();
        new Other();
        run(new Own("m", "Part", "UseMethod"), "UseMethod");
        run(new Own("f", "Part", "UseField"), "UseField");
        run(new Own("o", "Part", "SubApi", "UseSub"), "UseSub");
        run(new Own("i", "Part", "Maker", "UseMaker"), "UseMaker");
        run(new Own("late", "Other", "UseLate"), "UseLate");
        run(new Own("all", "UseMethod", "UseField", "SubApi", "UseSub", "UseLate"), "UseSub");
        Own twice = new Own(null, "UseLate");
        run(twice, "UseLate");
        try {
            twice.define("UseLate");
        } catch (LinkageError e) {
            System.out.println(e.toString().replaceAll("@[0-9a-f]+", "@"));
        }
    }
}
