// runs: (20)=109; (50)=665
public class FloatMandelbrot {
    public static int test(int n) {
        int inside = 0;
        for (int py = 0; py < n; py++) for (int px = 0; px < n; px++) {
            double cx = 3.0 * px / n - 2, cy = 2.0 * py / n - 1, x = 0, y = 0;
            int i = 0;
            for (; i < 50 && x * x + y * y < 4; i++) {
                double t = x * x - y * y + cx;
                y = 2 * x * y + cy;
                x = t;
            }
            if (i == 50) inside++;
        }
        return inside;
    }
}
