#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what `aws eks get-token` answers, under a fixed clock and with made-up credentials, without a network.

Needs awscli 1 as a Python module (python3 -m pip install awscli) or Debian's awscli package.
Writes vectors.tsv beside itself: name, time, arguments, environment, token. Run it again after an update of awscli and look at the diff.
"""
import contextlib
import datetime
import io
import json
import os
import pathlib
import sys

NOW = datetime.datetime(2026, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
SESSION = {"AWS_SESSION_TOKEN": "FwoGZXIvYXdzEBY/+a=b~c.d-e_f aDE0" + "x" * 300 + "=="}

CASES = [
    ("us-east-1", "--region us-east-1 --cluster-name demo", {}),
    ("eu-west-1", "--region eu-west-1 --cluster-name demo", {}),
    ("session token", "--region eu-central-1 --cluster-name demo", SESSION),
    ("cluster id", "--region us-west-2 --cluster-id 0a1b2c3d-4e5f-6789-abcd-ef0123456789", {}),
    ("odd cluster name", "--region ap-southeast-2 --cluster-name My_Cluster-1", {}),
    ("region of the environment", "--cluster-name demo", {"AWS_DEFAULT_REGION": "ca-central-1"}),
    ("china", "--region cn-north-1 --cluster-name demo", {}),
    ("govcloud", "--region us-gov-west-1 --cluster-name demo", {}),
    ("iso", "--region us-iso-east-1 --cluster-name demo", {}),
    ("isob", "--region us-isob-east-1 --cluster-name demo", {}),
    ("isoe", "--region eu-isoe-west-1 --cluster-name demo", {}),
    ("isof", "--region us-isof-south-1 --cluster-name demo", {}),
    ("european sovereign", "--region eusc-de-east-1 --cluster-name demo", {}),
    ("fips", "--region us-east-1 --cluster-name demo", {"AWS_USE_FIPS_ENDPOINT": "true"}),
    ("fips west with session", "--region us-west-2 --cluster-name demo", {"AWS_USE_FIPS_ENDPOINT": "true", **SESSION}),
    ("fips govcloud", "--region us-gov-east-1 --cluster-name demo", {"AWS_USE_FIPS_ENDPOINT": "true"}),
    ("legacy endpoint", "--region eu-west-1 --cluster-name demo", {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}),
    ("legacy endpoint of a new region", "--region me-south-1 --cluster-name demo", {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}),
]


def fix_clock():
    import botocore.auth
    import botocore.compat

    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: NOW.replace(tzinfo=None) if remove_tzinfo else NOW
        return

    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return NOW.replace(tzinfo=None)

    botocore.auth.datetime.datetime = Clock


def token(arguments, environment):
    for name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_DATA_PATH"]:
        del os.environ[name]
    os.environ.update({**KEYS, **environment, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/nonexistent"})
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent"
    import awscli.clidriver

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = awscli.clidriver.create_clidriver().main(["eks", "get-token", "--output", "json", *arguments.split()])
    if code:
        sys.exit(f"awscli ended with {code} for {arguments}")
    return json.loads(out.getvalue())["status"]["token"]


def main():
    fix_clock()
    import awscli

    with open(pathlib.Path(__file__).parent / "vectors.tsv", "w", encoding="utf-8") as file:
        file.write(f"# awscli {awscli.__version__}, recorded by record_vectors.py\n")
        for name, arguments, environment in CASES:
            variables = json.dumps({**KEYS, **environment}, sort_keys=True)
            file.write("\t".join([name, NOW.isoformat(), arguments, variables, token(arguments, environment)]) + "\n")


if __name__ == "__main__":
    main()
