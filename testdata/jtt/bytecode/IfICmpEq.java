// runs: (1, 1)=2; (1, 2)=1; (2, 1)=1; (-1, 1)=1; (2147483647, -2147483648)=1; (-2147483648, 2147483647)=1
public class IfICmpEq {
    public static int test(int a, int b) {
        return a != b ? 1 : 2;
    }
}
