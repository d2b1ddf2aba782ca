// runs: (7, 2)=3; (-7, 2)=-3; (7, -2)=-3; (-2147483648, -1)=-2147483648; (-2147483648, -2147483648)=1
// runs: (0, 5)=0; (1, 0)=!java.lang.ArithmeticException "/ by zero"
// runs: (0, 0)=!java.lang.ArithmeticException "/ by zero"
public class IDiv {
    public static int test(int a, int b) {
        return a / b;
    }
}
