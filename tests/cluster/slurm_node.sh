#!/usr/bin/env bash
# A Slurm of one node for tests, from Debian's packages: root, no systemd, no cgroups, loopback alone.
#
#   slurm_node.sh up     install what is missing, configure, start, and wait until the node is idle
#   slurm_node.sh down   stop the daemons that "up" started
#
# SLURM_CPUS is how many CPUs the node claims (4); SLURM_NODE_STATE is where state, pids and logs lie.
set -euo pipefail

cpus=${SLURM_CPUS:-4}
state=${SLURM_NODE_STATE:-/var/lib/slurm-test-node}
conf=/etc/slurm/slurm.conf
mark='# written by tests/cluster/slurm_node.sh'
node=$(hostname -s)

install_packages() {
    for program in slurmctld slurmd sbatch munged; do
        command -v $program >/dev/null || [ -x /usr/sbin/$program ] || missing=1
    done
    [ -z "${missing:-}" ] && return
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -yq --no-install-recommends slurmctld slurmd slurm-client munge
}

configure() {
    if [ -s $conf ] && ! grep -qF "$mark" $conf; then
        echo "$conf is not ours: there is a Slurm already" >&2
        exit 1
    fi
    getent hosts "$node" >/dev/null || echo "127.0.0.1 $node" >>/etc/hosts
    mkdir -p "$state"/{control,node,log,run} /etc/slurm
    cat >$conf <<CONF
$mark
ClusterName=test
SlurmctldHost=$node(127.0.0.1)
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=cred_expire=15
CryptoType=crypto/munge
SlurmctldPort=16827
SlurmdPort=16828
SlurmctldPidFile=$state/run/slurmctld.pid
SlurmdPidFile=$state/run/slurmd.pid
SlurmctldLogFile=$state/log/slurmctld.log
SlurmdLogFile=$state/log/slurmd.log
StateSaveLocation=$state/control
SlurmdSpoolDir=$state/node
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0
ReturnToService=2
MinJobAge=300
KillWait=5
MaxArraySize=10001
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo) State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
CONF
}

runs() {
    [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null
}

start_munge() {
    munge -n </dev/null >/dev/null 2>&1 && return
    install -d -m 0700 -o munge -g munge /etc/munge /var/log/munge
    install -d -m 0755 -o munge -g munge /run/munge /var/lib/munge
    if [ ! -s /etc/munge/munge.key ]; then
        dd if=/dev/urandom of=/etc/munge/munge.key bs=128 count=1 status=none
        chown munge:munge /etc/munge/munge.key
        chmod 0600 /etc/munge/munge.key
    fi
    setpriv --reuid=munge --regid=munge --clear-groups /usr/sbin/munged
    touch "$state/run/munged-is-ours"
}

start() {
    start_munge
    runs "$state/run/slurmctld.pid" || slurmctld
    runs "$state/run/slurmd.pid" || slurmd -N "$node"
    for _ in $(seq 60); do
        case $(sinfo -h -o %t 2>/dev/null || true) in
            idle* | mix* | alloc*) return ;;
            down* | drain*) scontrol update "NodeName=$node" State=RESUME || true ;;
        esac
        sleep 0.5
    done
    echo "the node did not become idle" >&2
    tail -n 20 "$state"/log/*.log >&2
    return 1
}

stop() {
    for daemon in slurmd slurmctld; do
        pid=$state/run/$daemon.pid
        runs "$pid" && kill "$(cat "$pid")"
        for _ in $(seq 40); do runs "$pid" || break; sleep 0.25; done
    done
    if [ -e "$state/run/munged-is-ours" ] && runs /run/munge/munged.pid; then
        kill "$(cat /run/munge/munged.pid)"
        rm "$state/run/munged-is-ours"
    fi
    return 0
}

case ${1:-} in
    up) install_packages && configure && start && sinfo ;;
    down) stop ;;
    *) echo "usage: $0 up|down" >&2; exit 2 ;;
esac
