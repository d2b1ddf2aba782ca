// runs: (3)="s361.53s361.545"
public class LambdaCapture {
    public static Object test(int n) {
        long l = n * 2L;
        double d = n / 2.0;
        String s = "s" + n;
        int[] box = {n};
        java.util.function.Supplier<String> f = () -> s + l + d + box[0]++;
        return f.get() + f.get() + box[0];
    }
}
