// runs: (0)="true-3~-300-70000-10995116277761.25-0.0obj"
// runs: (200)="true-59~-300-69800-10995116275761.25-0.0obj"
public class PutStatic {
    static boolean z;
    static byte b;
    static char c;
    static short s;
    static int i;
    static long j;
    static float f;
    static double d;
    static Object o;

    public static Object test(int n) {
        z = true;
        b = (byte) -3;
        c = '~';
        s = (short) -300;
        i = -70000;
        j = -(1L << 40);
        f = 1.25f;
        d = -0.0;
        o = "obj";
        b += n;
        i += n;
        j += n;
        return "" + z + b + c + s + i + j + f + d + o;
    }
}
