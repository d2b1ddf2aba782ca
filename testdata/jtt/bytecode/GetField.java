// runs: (0)="true"; (1)="-3"; (2)="~"; (3)="-300"; (4)="-70000"; (5)="-1099511627776"; (6)="1.25"
// runs: (7)="-0.0"; (8)="obj"; (-1)=!java.lang.NullPointerException
public class GetField {
    boolean z = true;
    byte b = (byte) -3;
    char c = '~';
    short s = (short) -300;
    int i = -70000;
    long j = -(1L << 40);
    float f = 1.25f;
    double d = -0.0;
    Object o = "obj";

    public static Object test(int n) {
        GetField x = n < 0 ? null : new GetField();
        switch (n) {
            case 0: return x.z;
            case 1: return x.b;
            case 2: return x.c;
            case 3: return x.s;
            case 4: return x.i;
            case 5: return x.j;
            case 6: return x.f;
            case 7: return x.d;
            case 8: return x.o;
            default: return x.i;
        }
    }
}
