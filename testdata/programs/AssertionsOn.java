// Assertions with -ea, switched off again for one class.
// flags: -ea -da:AssertionsOnOff
public class AssertionsOn {
    static int evaluated;

    static boolean effect() { evaluated++; return true; }

    public static void main(String[] args) {
        assert effect();
        System.out.println(evaluated);
        AssertionsOnOff.check();
        for (int i = 0; i < 4; i++) {
            try {
                switch (i) {
                    case 0: assert 1 > 2;
                    case 1: assert args == null : "text";
                    case 2: assert args == null : 42;
                    default: assert args == null : new RuntimeException("cause");
                }
            } catch (AssertionError e) {
                System.out.println(e + " | " + e.getMessage() + " | " + e.getCause());
            }
        }
        System.out.println(AssertionsOn.class.desiredAssertionStatus() + " " + AssertionsOnOff.class.desiredAssertionStatus() + " " + String.class.desiredAssertionStatus());
    }
}

class AssertionsOnOff {
    static void check() {
        assert false : "must not run";
        System.out.println("off");
    }
}
