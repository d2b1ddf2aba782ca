// runs: (1.0)="1.0 1.0"; (0.1)="0.1 0.1"; (1e7)="1.0E7 1.0E7"; (1234567.125)="1234567.125 1234567.1"
// runs: (1e-3)="0.001 0.001"; (9.999e-4)="9.999E-4 9.999E-4"; (-0.0)="-0.0 -0.0"; (Double.NaN)="NaN NaN"
// runs: (1e300)="1.0E300 Infinity"; (4.9e-324)="4.9E-324 0.0"
public class DoubleToString {
    public static Object test(double d) {
        return "" + d + " " + (float) d;
    }
}
