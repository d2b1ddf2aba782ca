// runs: (2, 3, 4)="[[[I234 null"; (0, 3, 4)="[[[I0"; (2, 0, 4)="[[[I20"
// runs: (1, 1, -1)=!java.lang.NegativeArraySizeException "-1"
// runs: (-1, 1, 1)=!java.lang.NegativeArraySizeException "-1"
// runs: (0, -2, 0)=!java.lang.NegativeArraySizeException "-2"
public class MultiANewArray {
    public static Object test(int a, int b, int c) {
        int[][][] x = new int[a][b][c];
        String[][][] y = new String[a][b][];
        return x.getClass().getName() + x.length + (a > 0 ? x[a - 1].length + (b > 0 ? x[0][b - 1].length + " " + y[a - 1][0] : "") : "");
    }
}
