// java.lang.reflect.Proxy: dispatch, Object methods, default methods, exceptions, primitives.
import java.lang.reflect.*;
import java.util.*;

public class Proxies {
    interface Calc {
        int add(int a, int b);
        long wide(long a, double b);
        default String hello(String n) { return "hello " + n + add(1, 2); }
        void nothing();
        Object fail() throws java.io.IOException;
    }

    interface Named { String name(); }

    static class Log implements InvocationHandler {
        final StringBuilder sb = new StringBuilder();

        public Object invoke(Object proxy, Method m, Object[] args) throws Throwable {
            sb.append(m.getName()).append(args == null ? "[]" : Arrays.toString(args)).append(' ');
            if (m.isDefault()) return InvocationHandler.invokeDefault(proxy, m, args);
            switch (m.getName()) {
                case "add": return (int) args[0] + (int) args[1];
                case "wide": return (long) args[0] + (long) (double) args[1];
                case "name": return "proxy";
                case "toString": return "P!";
                case "hashCode": return 99;
                case "equals": return proxy == args[0];
                case "fail": throw new java.io.IOException("checked");
                default: return null;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Log log = new Log();
        Object p = Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Calc.class, Named.class}, log);
        Calc c = (Calc) p;
        System.out.println(c.add(2, 3) + " " + c.wide(4, 5.5) + " " + ((Named) p).name() + " " + p + " " + p.hashCode() + p.equals(p) + p.equals("x"));
        c.nothing();
        System.out.println(c.hello("w"));
        try {
            c.fail();
        } catch (java.io.IOException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(log.sb);
        System.out.println(Proxy.isProxyClass(p.getClass()) + " " + (Proxy.getInvocationHandler(p) == log) + " " + Modifier.isFinal(p.getClass().getModifiers()) + Arrays.toString(p.getClass().getInterfaces()));
        Calc bad = (Calc) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Calc.class}, (x, m, a) -> {
            if (m.getName().equals("nothing")) throw new Exception("undeclared");
            return m.getName().equals("wide") ? "string" : null;
        });
        for (Runnable r : List.<Runnable>of(() -> bad.add(1, 2), () -> bad.wide(1, 2), bad::nothing)) {
            try {
                r.run();
            } catch (UndeclaredThrowableException e) {
                System.out.println("undeclared: " + e.getCause().getMessage());
            } catch (NullPointerException e) {
                System.out.println("null for int");
            } catch (ClassCastException e) {
                System.out.println("wrong type");
            }
        }
        @SuppressWarnings("unchecked")
        List<String> list = (List<String>) Proxy.newProxyInstance(null, new Class<?>[] {List.class}, (x, m, a) -> m.invoke(new ArrayList<>(List.of("real")), a));
        System.out.println(list.get(0) + list.size() + list);
        try {
            Proxy.newProxyInstance(null, new Class<?>[] {String.class}, log);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
