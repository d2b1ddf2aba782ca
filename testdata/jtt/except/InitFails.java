// runs: (0)="first / by zero"; (0)="Could not initialize class InitFails$Bad"
public class InitFails {
    static class Bad {
        static int zero;
        static int x = 1 / zero;
    }

    public static Object test(int n) {
        try {
            return Bad.x;
        } catch (ExceptionInInitializerError e) {
            return "first " + e.getCause().getMessage();
        } catch (NoClassDefFoundError e) {
            return e.getMessage();
        }
    }
}
