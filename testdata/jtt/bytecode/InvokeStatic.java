// runs: (1)="1 2 1.5 2.5 s c true -1 9other"; (-5)="-5 2 1.5 2.5 s c true -1 9other"
public class InvokeStatic {
    static String f(int a, long b, float c, double d, String e, char f, boolean g, byte h, short i) {
        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i;
    }

    interface Other {
        static String g() { return "other"; }
    }

    public static Object test(int a) {
        return f(a, 2L, 1.5f, 2.5, "s", 'c', true, (byte) -1, (short) 9) + Other.g();
    }
}
