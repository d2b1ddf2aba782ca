// runs: (0, 5)="5"; (1, 0)="0"; (2, 1)="1"; (3, 2)="[D"; (4, 2)="[B"; (5, 0)="[S"; (6, 1000)="1000"
// runs: (7, 3)="3"; (6, -1)=!java.lang.NegativeArraySizeException "-1"
// runs: (0, -2147483648)=!java.lang.NegativeArraySizeException "-2147483648"
public class NewArray {
    public static Object test(int t, int n) {
        switch (t) {
            case 0: return new boolean[n].length;
            case 1: return new char[n].length;
            case 2: return new float[n].length;
            case 3: return new double[n].getClass().getName();
            case 4: return new byte[n].getClass().getName();
            case 5: return new short[n].getClass().getName();
            case 6: { int[] a = new int[n]; return a[0] + a[n - 1] + a.length; }
            default: { long[] a = new long[n]; return a[0] + a[n - 1] + a.length; }
        }
    }
}
