// Assertions are off by default and their expressions are not evaluated.
public class AssertionsOff {
    static int evaluated;

    static boolean effect() { evaluated++; return false; }

    static class Inner {
        static boolean enabled;
        static { assert enabled = true; }
    }

    public static void main(String[] args) {
        assert effect() : "not evaluated " + evaluated++;
        System.out.println(evaluated + " " + Inner.enabled + " " + AssertionsOff.class.desiredAssertionStatus());
        ClassLoader.getSystemClassLoader().setClassAssertionStatus("AssertionsOffLater", true);
        try {
            AssertionsOffLater.check();
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
    }
}

class AssertionsOffLater {
    static void check() { assert AssertionsOff.evaluated != 0 : "enabled by name"; }
}
