// runs: (0)=!java.lang.UnsupportedClassVersionError "made up"
// runs: (0)=!java.lang.NoClassDefFoundError "Could not initialize class InitFailsError$Bad"
public class InitFailsError {
    static class Bad {
        static int x = f();
        static int f() { throw new UnsupportedClassVersionError("made up"); }
    }

    public static Object test(int n) {
        return Bad.x;
    }
}
