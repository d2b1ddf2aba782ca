// runs: (0)="true"; (1)="-3"; (2)="~"; (3)="-300"; (4)="-70000"; (5)="-1099511627776"; (6)="1.25"
// runs: (7)="-0.0"; (8)="obj"; (9)="7"
public class GetStatic {
    static boolean z = true;
    static byte b = (byte) -3;
    static char c = '~';
    static short s = (short) -300;
    static int i = -70000;
    static long j = -(1L << 40);
    static float f = 1.25f;
    static double d = -0.0;
    static Object o = "obj";
    static final Integer CONSTANT = 7;

    public static Object test(int n) {
        switch (n) {
            case 0: return z;
            case 1: return b;
            case 2: return c;
            case 3: return s;
            case 4: return i;
            case 5: return j;
            case 6: return f;
            case 7: return d;
            case 8: return o;
            default: return CONSTANT;
        }
    }
}
