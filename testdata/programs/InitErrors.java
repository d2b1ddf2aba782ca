// Class initialisation: order, failure, second failure, constants, interfaces, threads.
public class InitErrors {
    static int say(String text) {
        System.out.println(text);
        return 1;
    }

    static class Checked {
        static int x = fail();

        static int fail() {
            throw new IllegalStateException("no good");
        }
    }

    static class Silent {
        static {
            if (true) throw new RuntimeException();
        }

        static void touch() {}
    }

    static class Failing extends Silent {
        static int y;
    }

    static class Wrong {
        static final Object VALUE = new Object[0];
        static final String[] CAST = (String[]) VALUE;
    }

    static class Constants {
        static final int NUMBER = 5;
        static final String TEXT = "text";
        static final Integer BOXED = say("Constants");
    }

    interface WithDefault {
        int X = say("WithDefault");

        default void m() {}
    }

    interface Without {
        int X = say("Without");
    }

    static class Top implements Without {
        static int t = say("Top");
    }

    static class Bottom extends Top implements WithDefault {
        static int b = say("Bottom");
    }

    static class Slow {
        static int runs;

        static {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            runs++;
        }

        static int runs() {
            return runs;
        }
    }

    static class One {
        static int value = Two.value + 1;
    }

    static class Two {
        static int value = One.value + 1;
    }

    static void attempt(Runnable action) {
        for (int i = 0; i < 2; i++) {
            try {
                action.run();
            } catch (Throwable e) {
                e.printStackTrace(System.out);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        attempt(() -> Checked.x++);
        attempt(() -> Failing.touch());
        attempt(() -> Failing.y++);
        attempt(() -> new Failing());
        attempt(() -> System.out.println(Wrong.CAST.length));
        System.out.println(Constants.NUMBER + Constants.TEXT);
        System.out.println(Constants.BOXED);
        Bottom[] none = new Bottom[1];
        System.out.println("array made");
        new Bottom();
        System.out.println(Bottom.class.getName() + Without.X);
        Thread[] threads = new Thread[6];
        int[] seen = new int[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int index = i;
            threads[i] = new Thread(() -> seen[index] = Slow.runs());
            threads[i].start();
        }
        int sum = 0;
        for (int i = 0; i < threads.length; i++) {
            threads[i].join();
            sum += seen[i];
        }
        System.out.println(sum + " " + Slow.runs);
        System.out.println(One.value + " " + Two.value);
    }
}
