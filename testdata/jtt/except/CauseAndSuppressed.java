// runs: (0)="rootsup java.lang.Exception: root Can't overwrite cause with java.lang.Exception: root"
public class CauseAndSuppressed {
    public static Object test(int n) {
        Exception root = new Exception("root");
        Exception top = new RuntimeException("top", root);
        top.addSuppressed(new Error("sup"));
        try {
            top.initCause(root);
        } catch (IllegalStateException e) {
            return top.getCause().getMessage() + top.getSuppressed()[0].getMessage() + " " + new RuntimeException(root).getMessage() + " " + e.getMessage();
        }
        return null;
    }
}
