// runs: (7, 3)=1; (-7, 3)=-1; (7, -3)=1; (-2147483648, -1)=0
// runs: (1, 0)=!java.lang.ArithmeticException "/ by zero"
public class IRem {
    public static int test(int a, int b) {
        return a % b;
    }
}
