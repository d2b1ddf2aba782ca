// runs: (1)=1; (10)=3628800
public class LambdaRecursive {
    java.util.function.IntUnaryOperator fact = k -> k < 2 ? 1 : k * this.fact.applyAsInt(k - 1);

    public static int test(int n) {
        return new LambdaRecursive().fact.applyAsInt(n);
    }
}
