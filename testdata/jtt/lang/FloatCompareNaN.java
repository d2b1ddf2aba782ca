// runs: (1, 2)="truetruefalsefalsefalsetruefalsetrue"
// runs: (Double.NaN, 1)="falsefalsefalsefalsefalsetruetruetrue"
// runs: (0.0, -0.0)="falsetruefalsetruetruefalsetruefalse"
public class FloatCompareNaN {
    public static Object test(double a, double b) {
        return "" + (a < b) + (a <= b) + (a > b) + (a >= b) + (a == b) + (a != b) + !(a < b) + !(a >= b);
    }
}
