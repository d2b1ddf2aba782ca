// runs: (0)="true-3~-300-70000-10995116277761.25-0.0obj"; (-1)=!java.lang.NullPointerException
public class PutField {
    boolean z;
    byte b;
    char c;
    short s;
    int i;
    long j;
    float f;
    double d;
    Object o;

    public static Object test(int n) {
        PutField x = n < 0 ? null : new PutField();
        x.i = 1;
        x.z = true;
        x.b = (byte) -3;
        x.c = '~';
        x.s = (short) -300;
        x.i = -70000;
        x.j = -(1L << 40);
        x.f = 1.25f;
        x.d = -0.0;
        x.o = "obj";
        x.b += n;
        return "" + x.z + x.b + x.c + x.s + x.i + x.j + x.f + x.d + x.o;
    }
}
