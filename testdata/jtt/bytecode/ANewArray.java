// runs: (0)="0[Ljava.lang.String;[[LANewArray;"; (3)="3[Ljava.lang.String;[[LANewArray;null"
// runs: (-5)=!java.lang.NegativeArraySizeException "-5"
public class ANewArray {
    public static Object test(int n) {
        String[] a = new String[n];
        ANewArray[][] b = new ANewArray[n][];
        return a.length + a.getClass().getName() + b.getClass().getName() + (n > 0 ? a[n - 1] : "");
    }
}
